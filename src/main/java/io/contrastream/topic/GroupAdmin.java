package io.contrastream.topic;

import io.contrastream.topic.GroupProgress.PartitionProgress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.StreamsGroupMemberDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/**
 * Asks how far a consumer group is on a topic; takes no part in it. One thread calls. Every method
 * throws {@link TopicException}, and Kafka's {@link InterruptException} where its thread is
 * interrupted.
 */
public final class GroupAdmin implements AutoCloseable {
  /** Kafka Streams ends the client id of a consumer so, after the name of its program. */
  private static final String THREAD = "-StreamThread-";

  private final KafkaAdmin kafka;

  /**
   * @param settings of Kafka's admin client; {@code bootstrap.servers} at least
   * @param patience longest wait for an answer
   */
  public GroupAdmin(Map<String, ?> settings, Duration patience) {
    this.kafka = new KafkaAdmin(settings, patience);
  }

  /** How far it is now. A group that does not exist has done nothing yet. */
  public GroupProgress progress(String group, String topic) {
    try {
      List<PartitionProgress> partitions = partitions(group, topic);
      return consumers(group, partitions)
          .or(() -> streams(group, partitions))
          .orElseGet(() -> new GroupProgress(null, 0, 0, partitions));
    } catch (KafkaException e) {
      throw kafka.explain("ask how far group %s is on topic %s".formatted(group, topic), e);
    }
  }

  private Optional<GroupProgress> consumers(String group, List<PartitionProgress> partitions) {
    return known(admin -> admin.describeConsumerGroups(List.of(group)).describedGroups().get(group))
        .map(
            found ->
                new GroupProgress(
                    found.groupState().toString(),
                    programs(found.members().stream().map(MemberDescription::clientId)),
                    found.members().size(),
                    partitions));
  }

  /** Under {@code streams.group.protocol: streams} the group is of another kind. */
  private Optional<GroupProgress> streams(String group, List<PartitionProgress> partitions) {
    return known(admin -> admin.describeStreamsGroups(List.of(group)).describedGroups().get(group))
        .map(
            found ->
                new GroupProgress(
                    found.groupState().toString(),
                    programs(
                        found.members().stream().map(StreamsGroupMemberDescription::processId)),
                    found.members().size(),
                    partitions));
  }

  /** Empty where there is no such group, or it is of another kind, or the broker knows no such. */
  private <T> Optional<T> known(Function<Admin, KafkaFuture<T>> question) {
    try {
      return Optional.of(kafka.ask(question));
    } catch (GroupIdNotFoundException | UnsupportedVersionException e) {
      return Optional.empty();
    }
  }

  private List<PartitionProgress> partitions(String group, String topic) {
    List<TopicPartition> partitions =
        IntStream.range(
                0,
                kafka
                    .ask(admin -> admin.describeTopics(List.of(topic)).topicNameValues().get(topic))
                    .partitions()
                    .size())
            .mapToObj(number -> new TopicPartition(topic, number))
            .toList();
    // What is committed is asked for first, so that it is never ahead of the end.
    Map<TopicPartition, OffsetAndMetadata> committed =
        kafka.ask(
            admin -> admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata(group));
    Map<TopicPartition, Long> begins = offsets(partitions, OffsetSpec.earliest());
    Map<TopicPartition, Long> ends = offsets(partitions, OffsetSpec.latest());
    return partitions.stream()
        .map(
            partition -> {
              OffsetAndMetadata mark = committed.get(partition);
              long next = Math.max(begins.get(partition), mark == null ? 0 : mark.offset());
              return new PartitionProgress(partition.partition(), ends.get(partition), next);
            })
        .toList();
  }

  private Map<TopicPartition, Long> offsets(List<TopicPartition> partitions, OffsetSpec which) {
    Map<TopicPartition, OffsetSpec> wanted =
        partitions.stream().collect(Collectors.toMap(Function.identity(), each -> which));
    Map<TopicPartition, Long> offsets = new HashMap<>();
    kafka
        .ask(admin -> admin.listOffsets(wanted).all())
        .forEach((partition, found) -> offsets.put(partition, found.offset()));
    return offsets;
  }

  private static int programs(Stream<String> ids) {
    return Math.toIntExact(
        ids.map(id -> id.contains(THREAD) ? id.substring(0, id.lastIndexOf(THREAD)) : id)
            .distinct()
            .count());
  }

  @Override
  public void close() {
    kafka.close();
  }
}
