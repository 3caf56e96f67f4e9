package io.contrastream.doctor;

import io.contrastream.config.Settings;
import io.contrastream.schema.Modality;
import io.contrastream.topic.GroupAdmin;
import io.contrastream.topic.GroupProgress;
import io.contrastream.topic.GroupProgress.PartitionProgress;
import io.contrastream.topic.KafkaAdmin;
import io.contrastream.topic.Topic;
import io.contrastream.topic.Topics;
import io.contrastream.topic.registry.BadRecordException;
import io.contrastream.topic.registry.SchemaRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Checks that the processors move on in the input topics. For each partition in which they don't,
 * it reads the record that comes next and says whether it can be decoded.
 *
 * @param timeout of each answer
 */
record PositionsCheck(Settings settings, Duration timeout) implements Check {
  @Override
  public List<Outcome> run() {
    return settings.modalities().stream().flatMap(each -> run(each).stream()).toList();
  }

  private List<Outcome> run(Modality modality) {
    String topic = settings.topics().inputs(modality);
    GroupProgress now = progress(topic);
    if (now.lag() > 0 && now.members() > 0) {
      GroupProgress before = now;
      pause();
      now = progress(topic);
      Map<Integer, Long> waited =
          before.partitions().stream()
              .filter(each -> each.lag() > 0)
              .collect(Collectors.toMap(PartitionProgress::partition, PartitionProgress::next));
      List<PartitionProgress> standing =
          now.partitions().stream()
              .filter(each -> waited.getOrDefault(each.partition(), -1L) == each.next())
              .toList();
      return standing.isEmpty()
          ? List.of(Outcome.ok(lag(topic, now)))
          : describe(modality, standing, true);
    }
    boolean started = now.state() != null && now.lag() > 0;
    return started
        ? describe(
            modality, now.partitions().stream().filter(each -> each.lag() > 0).toList(), false)
        : List.of(Outcome.ok(lag(topic, now)));
  }

  private String lag(String topic, GroupProgress progress) {
    return "%,d records wait in %s, %d processors read it"
        .formatted(progress.lag(), topic, progress.instances());
  }

  private GroupProgress progress(String topic) {
    try (GroupAdmin groups = new GroupAdmin(settings.adminProperties(), timeout)) {
      return groups.progress(settings.stream().applicationId(), topic);
    }
  }

  /** Long enough for two commits. */
  private void pause() {
    Duration look = settings.stream().commitInterval().multipliedBy(2).plusSeconds(2);
    try {
      Thread.sleep(look.toMillis());
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  private List<Outcome> describe(
      Modality modality, List<PartitionProgress> standing, boolean running) {
    List<Outcome> outcomes = new ArrayList<>();
    try (SchemaRegistry registry =
            SchemaRegistry.connect(RegistryCheck.readOnly(settings.registry(), timeout));
        KafkaConsumer<byte[], byte[]> consumer =
            new KafkaConsumer<>(
                properties(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      Topic<?, ?> inputs = Topics.of(settings, registry).inputs(modality);
      for (PartitionProgress each : standing) {
        Optional<String> next = next(consumer, inputs, each);
        String seen =
            "partition %d of %s stands at offset %d, %,d records wait%s; the next record %s"
                .formatted(
                    each.partition(),
                    inputs.name(),
                    each.next(),
                    each.lag(),
                    running ? "" : " and no processor runs",
                    next.orElseGet(this::unreadable));
        String usual =
            running
                ? "look at the processors' output and at /health/ready"
                : "start a processor; if it ends, it says why";
        Optional<String> transaction =
            next.isPresent() ? Optional.empty() : openTransaction(inputs.name(), each);
        outcomes.add(Outcome.warning(seen, transaction.orElse(usual)));
      }
    }
    return outcomes;
  }

  /**
   * Returns how to end the transaction that holds back the records of a partition; empty if there
   * is none, or if that can't be found out.
   */
  private Optional<String> openTransaction(String topic, PartitionProgress at) {
    TopicPartition partition = new TopicPartition(topic, at.partition());
    try (KafkaAdmin kafka = new KafkaAdmin(settings.adminProperties(), timeout)) {
      return kafka
          .ask(admin -> admin.describeProducers(List.of(partition)).partitionResult(partition))
          .activeProducers()
          .stream()
          .filter(it -> it.currentTransactionStartOffset().orElse(Long.MAX_VALUE) <= at.next())
          .min(Comparator.comparingLong(it -> it.currentTransactionStartOffset().getAsLong()))
          .map(
              producer ->
                  "a producer (id %d) has not ended its transaction, which began at offset %d: let it commit, wait for its transaction.timeout.ms, or abort it by kafka-transactions.sh --bootstrap-server %s abort --topic %s --partition %d --start-offset %2$d"
                      .formatted(
                          producer.producerId(),
                          producer.currentTransactionStartOffset().getAsLong(),
                          settings.kafka().bootstrapServers(),
                          partition.topic(),
                          partition.partition()));
    } catch (KafkaException e) {
      return Optional.empty();
    }
  }

  private Map<String, Object> properties() {
    Map<String, Object> properties = settings.consumerProperties();
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    return properties;
  }

  private String unreadable() {
    return "can't be read within %d s, such as one of a transaction that is still open"
        .formatted(timeout.toSeconds());
  }

  /** Returns what the next record is; empty if it can't be read. */
  private Optional<String> next(
      KafkaConsumer<byte[], byte[]> consumer, Topic<?, ?> inputs, PartitionProgress at) {
    TopicPartition partition = new TopicPartition(inputs.name(), at.partition());
    consumer.assign(List.of(partition));
    consumer.seek(partition, at.next());
    long deadlineNs = System.nanoTime() + timeout.toNanos();
    ConsumerRecords<byte[], byte[]> records = ConsumerRecords.empty();
    while (records.isEmpty() && System.nanoTime() < deadlineNs) {
      records = consumer.poll(Duration.ofMillis(200)); // empty after markers of transactions, too
    }
    for (ConsumerRecord<byte[], byte[]> record : records) {
      String place =
          record.offset() == at.next() ? "" : "is at offset " + record.offset() + " and ";
      try {
        inputs.keys().deserializer().deserialize(inputs.name(), record.headers(), record.key());
        inputs.values().deserializer().deserialize(inputs.name(), record.headers(), record.value());
        return Optional.of(place + "can be decoded");
      } catch (BadRecordException e) {
        return Optional.of(
            place + "can't be decoded and belongs in the dead letters: " + e.getMessage());
      }
    }
    return Optional.empty();
  }
}
