package io.contrastream.reembed;

import io.contrastream.topic.Topic;
import io.contrastream.topic.TopicReader;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Reads a topic of inputs once, to where it ends when the pass begins. Not thread-safe. */
final class InputPass implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(200);

  private final TopicReader<String, ? extends SpecificRecord> reader;
  private final Map<TopicPartition, Long> starts;
  private final Map<TopicPartition, Long> ends;

  /** Where a pass begins. */
  @FunctionalInterface
  private interface Start {
    void seek(TopicReader<?, ?> reader);
  }

  private InputPass(TopicReader<String, ? extends SpecificRecord> reader) {
    this.reader = reader;
    starts = new HashMap<>();
    reader.partitions().forEach(each -> starts.put(each, reader.position(each)));
    ends = reader.endOffsets(reader.partitions());
  }

  /**
   * Begins where the group has committed, and otherwise with the first record.
   *
   * @param properties of a consumer
   */
  static InputPass fromCommitted(
      Map<String, Object> properties, Topic<String, ? extends SpecificRecord> topic, String group) {
    return open(
        properties,
        topic,
        group,
        reader ->
            reader
                .committed(new HashSet<>(reader.partitions()))
                .forEach(
                    (partition, offset) -> {
                      if (offset != null) {
                        reader.seek(partition, offset);
                      }
                    }));
  }

  static InputPass from(
      StartAt start,
      Map<String, Object> properties,
      Topic<String, ? extends SpecificRecord> topic,
      String group) {
    return open(properties, topic, group, start::seek);
  }

  private static InputPass open(
      Map<String, Object> properties,
      Topic<String, ? extends SpecificRecord> topic,
      String group,
      Start start) {
    TopicReader<String, ? extends SpecificRecord> reader =
        new TopicReader<>(
            properties,
            topic,
            TopicReader.From.BEGINNING,
            Map.of(ConsumerConfig.GROUP_ID_CONFIG, group));
    try {
      start.seek(reader);
      return new InputPass(reader);
    } catch (RuntimeException e) {
      reader.close();
      throw e;
    }
  }

  /** Passes the next records to an action; those that can't be decoded were dead letters. */
  void poll(Consumer<ConsumerRecord<String, ? extends SpecificRecord>> action) {
    reader.poll(POLL, action::accept, skipped -> {});
  }

  boolean isDone() {
    return done() >= total();
  }

  /** Returns the number of offsets to read. */
  long total() {
    return ends.entrySet().stream()
        .mapToLong(each -> Math.max(0, each.getValue() - starts.get(each.getKey())))
        .sum();
  }

  /** Returns the number of them that have been read. */
  long done() {
    return ends.entrySet().stream()
        .mapToLong(
            each ->
                Math.max(
                    0,
                    Math.min(reader.position(each.getKey()), each.getValue())
                        - starts.get(each.getKey())))
        .sum();
  }

  /** Returns the next offset to read, by partition. */
  Map<TopicPartition, OffsetAndMetadata> next() {
    Map<TopicPartition, OffsetAndMetadata> next = new LinkedHashMap<>();
    reader
        .partitions()
        .forEach(each -> next.put(each, new OffsetAndMetadata(reader.position(each))));
    return next;
  }

  /** Returns the group that {@link #next} is committed for. */
  ConsumerGroupMetadata group() {
    return reader.groupMetadata();
  }

  @Override
  public void close() {
    reader.close();
  }
}
