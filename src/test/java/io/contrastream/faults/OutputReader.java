package io.contrastream.faults;

import io.contrastream.config.Settings;
import io.contrastream.schema.Modality;
import io.contrastream.testing.Committed;
import io.contrastream.topic.InputRecord;
import io.contrastream.topic.Topic;
import io.contrastream.topic.Topics;
import io.contrastream.topic.registry.BadRecordException;
import io.contrastream.topic.registry.RegistryUnavailableException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.errors.internals.ExceptionHandlerUtils;

/** Reads all committed outputs from the beginning into a ledger, on a thread of its own. */
final class OutputReader implements AutoCloseable {
  private final Topics topics;
  private final Ledger ledger;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final List<TopicPartition> partitions;
  private final Thread thread = new Thread(this::read, "output-reader");
  private final CountDownLatch reachedEnd = new CountDownLatch(1);
  private volatile Map<TopicPartition, Long> awaited;
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

  private void read() {
    try {
      while (!stopped) {
        consumer.poll(Duration.ofMillis(50)).forEach(this::add);
        Map<TopicPartition, Long> ends = awaited;
        if (ends != null
            && partitions.stream().allMatch(it -> consumer.position(it) >= ends.get(it))) {
          reachedEnd.countDown();
        }
      }
    } catch (RuntimeException e) {
      failure = e;
      reachedEnd.countDown(); // check() reports the failure
    }
  }

  private void add(ConsumerRecord<byte[], byte[]> record) {
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
      ledger.add(deadLetter(record), input(record));
    }
  }

  /** Waits for a registry that the scenario has stopped: the first record of a topic needs it. */
  private <T> T value(Topic<String, T> topic, ConsumerRecord<byte[], byte[]> record) {
    while (true) {
      try {
        return topic.values().deserializer().deserialize(record.topic(), record.value());
      } catch (RegistryUnavailableException e) {
        if (stopped) {
          throw e;
        }
      }
    }
  }

  /** Returns the input in a dead letter, or null if its value is none. */
  private InputRecord input(ConsumerRecord<byte[], byte[]> record) {
    String origin = header(record, ExceptionHandlerUtils.HEADER_ERRORS_TOPIC_NAME);
    try {
      for (Modality modality : topics.modalities()) {
        if (topics.inputs(modality).name().equals(origin)) {
          return InputRecord.of(value(topics.inputs(modality), record));
        }
      }
      return null;
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

  /** Throws the failure of the reading thread, if there is one. */
  void check() {
    if (failure != null) {
      throw failure;
    }
  }

  /** Waits until no open transaction holds back outputs. */
  void awaitCommits(Settings settings) {
    try {
      Committed.await(settings, partitions.stream().map(TopicPartition::topic).distinct().toList());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Waits until everything is read that the topics hold now, whatever the machine's load. */
  void awaitEnd(Settings settings) {
    Map<String, Object> properties = settings.consumerProperties();
    properties.put("default.api.timeout.ms", "120000");
    Map<TopicPartition, Long> ends;
    try (var other =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      ends = other.endOffsets(partitions);
    }
    awaited = ends;
    try {
      if (!reachedEnd.await(5, TimeUnit.MINUTES)) {
        throw new IllegalStateException("The outputs were not read to their ends: " + ends);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
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
