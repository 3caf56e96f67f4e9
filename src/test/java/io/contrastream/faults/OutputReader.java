package io.contrastream.faults;

import io.contrastream.config.Settings;
import io.contrastream.schema.DigitImage;
import io.contrastream.topic.Topic;
import io.contrastream.topic.Topics;
import io.contrastream.topic.registry.BadRecordException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.errors.internals.ExceptionHandlerUtils;

/** Reads every output from the beginning, as a user with read_committed does, into a ledger. */
final class OutputReader implements AutoCloseable {
  private final Topics topics;
  private final Ledger ledger;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final List<TopicPartition> partitions;
  private final Thread thread = new Thread(this::watch, "witness");
  private volatile boolean stopped;
  private volatile RuntimeException failure;

  OutputReader(Settings settings, Topics topics, Ledger ledger) {
    this.topics = topics;
    this.ledger = ledger;
    Map<String, Object> properties = settings.consumerProperties();
    properties.put("default.api.timeout.ms", "120000");
    consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    partitions = partitions();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    thread.start();
  }

  private List<TopicPartition> partitions() {
    return Stream.of(
            topics.embeddings(),
            topics.scores(),
            topics.loss(),
            topics.labelledPairs(),
            topics.deadLetters())
        .flatMap(topic -> consumer.partitionsFor(topic.name()).stream())
        .map(info -> new TopicPartition(info.topic(), info.partition()))
        .toList();
  }

  private void watch() {
    try {
      while (!stopped) {
        consumer.poll(Duration.ofMillis(50)).forEach(this::note);
      }
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  private void note(ConsumerRecord<byte[], byte[]> record) {
    String topic = record.topic();
    String key = record.key() == null ? null : new String(record.key(), StandardCharsets.UTF_8);
    if (topic.equals(topics.embeddings().name())) {
      ledger.add(key, record.partition(), value(topics.embeddings(), record));
    } else if (topic.equals(topics.scores().name())) {
      ledger.add(key, value(topics.scores(), record));
    } else if (topic.equals(topics.labelledPairs().name())) {
      ledger.add(key, value(topics.labelledPairs(), record));
    } else if (topic.equals(topics.loss().name())) {
      ledger.add(value(topics.loss(), record));
    } else {
      ledger.add(deadLetter(record), image(record));
    }
  }

  private static <T> T value(Topic<String, T> topic, ConsumerRecord<byte[], byte[]> record) {
    return topic.values().deserializer().deserialize(record.topic(), record.value());
  }

  private DigitImage image(ConsumerRecord<byte[], byte[]> record) {
    try {
      return value(topics.images(), record);
    } catch (BadRecordException e) {
      return null;
    }
  }

  private static Ledger.DeadLetter deadLetter(ConsumerRecord<byte[], byte[]> record) {
    String origin =
        Ledger.origin(
            header(record, ExceptionHandlerUtils.HEADER_ERRORS_TOPIC_NAME),
            Integer.parseInt(header(record, ExceptionHandlerUtils.HEADER_ERRORS_PARTITION_NAME)),
            Long.parseLong(header(record, ExceptionHandlerUtils.HEADER_ERRORS_OFFSET_NAME)));
    return new Ledger.DeadLetter(origin, record.key(), record.value());
  }

  private static String header(ConsumerRecord<?, ?> record, String name) {
    return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }

  /** Fails where reading has failed. */
  void check() {
    if (failure != null) {
      throw failure;
    }
  }

  /** Whether no transaction is open that still holds something back. */
  boolean nothingHeldBack(Settings settings) {
    try (Admin admin = Admin.create(settings.adminProperties())) {
      return ends(admin, IsolationLevel.READ_COMMITTED)
          .equals(ends(admin, IsolationLevel.READ_UNCOMMITTED));
    }
  }

  private Map<TopicPartition, Long> ends(Admin admin, IsolationLevel isolation) {
    Map<TopicPartition, Long> ends = new HashMap<>();
    ListOffsetsResult answer =
        admin.listOffsets(
            partitions.stream()
                .collect(Collectors.toMap(partition -> partition, any -> OffsetSpec.latest())),
            new ListOffsetsOptions(isolation));
    for (TopicPartition partition : partitions) {
      try {
        ends.put(partition, answer.partitionResult(partition).get().offset());
      } catch (InterruptedException | ExecutionException e) {
        throw new IllegalStateException(e);
      }
    }
    return ends;
  }

  @Override
  public void close() {
    stopped = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    consumer.close();
  }
}
