package io.contrastream.bench;

import io.contrastream.config.Settings;
import io.contrastream.topic.Topic;
import io.contrastream.topic.TopicReader;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.serialization.Serdes;

/**
 * The end offsets of a topic for readers of committed records: the cheapest way to watch it grow.
 * Transaction markers take up offsets too. One thread calls.
 */
public final class EndOffsets implements AutoCloseable {
  private final TopicReader<byte[], byte[]> reader;

  /**
   * @param topic an existing topic
   */
  public EndOffsets(Settings settings, String topic) {
    reader =
        new TopicReader<>(
            settings.consumerProperties(),
            new Topic<>(topic, Serdes.ByteArray(), Serdes.ByteArray()),
            TopicReader.From.BEGINNING);
  }

  /** The end offset of each partition. */
  public Map<Integer, Long> byPartition() {
    return reader.endOffsets(reader.partitions()).entrySet().stream()
        .collect(Collectors.toMap(end -> end.getKey().partition(), Map.Entry::getValue));
  }

  /** The sum over all partitions. */
  public long sum() {
    return sum(byPartition());
  }

  public static long sum(Map<Integer, Long> ends) {
    return ends.values().stream().mapToLong(Long::longValue).sum();
  }

  @Override
  public void close() {
    reader.close();
  }
}
