package io.contrastream.topic;

import io.contrastream.topic.GroupProgress.PartitionProgress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.StreamsGroupMemberDescription;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/**
 * Queries the progress of a consumer group without joining it. Not thread-safe. Every method throws
 * {@link TopicException}, and Kafka's {@link InterruptException} if its thread is interrupted.
 */
public final class GroupAdmin implements AutoCloseable {
  /** Separates the name of the process from the thread in the client ids of Kafka Streams. */
  private static final String THREAD = "-StreamThread-";

  private final KafkaAdmin kafka;

  /**
   * @param timeout of each request
   */
  public GroupAdmin(Map<String, ?> settings, Duration timeout) {
    this.kafka = new KafkaAdmin(settings, timeout);
  }

  /** Returns the current progress. A group that does not exist has not processed anything. */
  public GroupProgress progress(String group, String topic) {
    return progress(group, List.of(topic));
  }

  /** Returns the current progress on several topics together. */
  public GroupProgress progress(String group, List<String> topics) {
    try {
      List<PartitionProgress> partitions = partitions(group, topics);
      return consumers(group, partitions)
          .or(() -> streams(group, partitions))
          .orElseGet(() -> new GroupProgress(null, 0, 0, partitions));
    } catch (KafkaException e) {
      throw kafka.explain(
          "read the offsets of group %s on topic %s".formatted(group, String.join(", ", topics)),
          e);
    }
  }

  /**
   * Returns the topics that members of a consumer group read; empty while it rebalances.
   *
   * @param except static member ids that start with this are left out
   */
  public Set<String> topicsRead(String group, String except) {
    try {
      return askIfKnown(
              admin -> admin.describeConsumerGroups(List.of(group)).describedGroups().get(group))
          .stream()
          .flatMap(found -> found.members().stream())
          .filter(member -> !member.groupInstanceId().orElse("").startsWith(except))
          .flatMap(member -> member.assignment().topicPartitions().stream())
          .map(TopicPartition::topic)
          .collect(Collectors.toCollection(TreeSet::new));
    } catch (KafkaException e) {
      throw kafka.explain("describe the group " + group, e);
    }
  }

  private Optional<GroupProgress> consumers(String group, List<PartitionProgress> partitions) {
    return askIfKnown(
            admin -> admin.describeConsumerGroups(List.of(group)).describedGroups().get(group))
        .map(
            found ->
                progress(
                    found.groupState(),
                    found.members().stream().map(MemberDescription::clientId).toList(),
                    partitions));
  }

  /** With {@code streams.group.protocol: streams}, the group has a type of its own. */
  private Optional<GroupProgress> streams(String group, List<PartitionProgress> partitions) {
    return askIfKnown(
            admin -> admin.describeStreamsGroups(List.of(group)).describedGroups().get(group))
        .map(
            found ->
                progress(
                    found.groupState(),
                    found.members().stream().map(StreamsGroupMemberDescription::processId).toList(),
                    partitions));
  }

  private static GroupProgress progress(
      GroupState state, List<String> members, List<PartitionProgress> partitions) {
    long processes =
        members.stream()
            .map(id -> id.contains(THREAD) ? id.substring(0, id.lastIndexOf(THREAD)) : id)
            .distinct()
            .count();
    return new GroupProgress(state.toString(), (int) processes, members.size(), partitions);
  }

  /** Empty if the group does not exist or has another type, or the broker lacks that type. */
  private <T> Optional<T> askIfKnown(Function<Admin, KafkaFuture<T>> question) {
    try {
      return Optional.of(kafka.ask(question));
    } catch (GroupIdNotFoundException | UnsupportedVersionException e) {
      return Optional.empty();
    }
  }

  private List<PartitionProgress> partitions(String group, List<String> topics) {
    Map<String, TopicDescription> described =
        kafka.ask(admin -> admin.describeTopics(topics).allTopicNames());
    List<TopicPartition> partitions =
        topics.stream()
            .flatMap(
                topic ->
                    described.get(topic).partitions().stream()
                        .map(info -> new TopicPartition(topic, info.partition())))
            .toList();
    // Committed offsets are read before the end offsets, so that they are never ahead of them.
    Map<TopicPartition, OffsetAndMetadata> committed =
        kafka.ask(
            admin -> admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata(group));
    Map<TopicPartition, Long> begins = offsets(partitions, OffsetSpec.earliest());
    Map<TopicPartition, Long> ends = offsets(partitions, OffsetSpec.latest());
    return partitions.stream()
        .map(
            partition -> {
              OffsetAndMetadata offset = committed.get(partition);
              long next = Math.max(begins.get(partition), offset == null ? 0 : offset.offset());
              return new PartitionProgress(
                  partition.topic(), partition.partition(), ends.get(partition), next);
            })
        .toList();
  }

  private Map<TopicPartition, Long> offsets(List<TopicPartition> partitions, OffsetSpec which) {
    Map<TopicPartition, OffsetSpec> wanted =
        partitions.stream().collect(Collectors.toMap(Function.identity(), each -> which));
    return kafka.ask(admin -> admin.listOffsets(wanted).all()).entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, found -> found.getValue().offset()));
  }

  @Override
  public void close() {
    kafka.close();
  }
}
