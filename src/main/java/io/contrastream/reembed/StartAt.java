package io.contrastream.reembed;

import io.contrastream.lifecycle.StartupException;
import io.contrastream.topic.TopicReader;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;

/**
 * Where reading the topics of inputs begins.
 *
 * @param time the first record from then on; empty for the beginning, or offsets
 * @param offsets of some partitions; the others begin at their beginning
 */
public record StartAt(Optional<Instant> time, Map<TopicPartition, Long> offsets) {
  public static final StartAt BEGINNING = new StartAt(Optional.empty(), Map.of());

  private static final Pattern OFFSET = Pattern.compile("([\\w.-]+)-(\\d{1,9}):(\\d{1,18})");

  /**
   * Reads {@code beginning}, a time such as {@code 2026-11-01T00:00:00Z}, or offsets such as {@code
   * digit-images-0:1200,digit-images-1:900}.
   *
   * @throws IllegalArgumentException if the text is none of these
   */
  public static StartAt parse(String text) {
    if (text.equals("beginning")) {
      return BEGINNING;
    }
    Map<TopicPartition, Long> offsets = new HashMap<>();
    for (String part : text.split(",", -1)) {
      Matcher offset = OFFSET.matcher(part.strip());
      if (!offset.matches()) {
        return new StartAt(Optional.of(time(text)), Map.of());
      }
      offsets.put(
          new TopicPartition(offset.group(1), Integer.parseInt(offset.group(2))),
          Long.valueOf(offset.group(3)));
    }
    return new StartAt(Optional.empty(), offsets);
  }

  private static Instant time(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          ("%s is not a place to start; expected beginning, a time such as 2026-11-01T00:00:00Z, or"
                  + " offsets such as digit-images-0:1200,digit-images-1:900")
              .formatted(text),
          e);
    }
  }

  /** Whether inputs may be left out that are in the topics. */
  boolean leavesOut() {
    return time.isPresent() || !offsets.isEmpty();
  }

  /**
   * @throws StartupException if the offset of another topic is given
   */
  void requireTopics(Collection<String> topics) {
    for (TopicPartition each : offsets.keySet()) {
      if (!topics.contains(each.topic())) {
        throw new StartupException(
            "There is no topic of inputs named %s, to start at an offset of; there are %s"
                .formatted(each.topic(), String.join(", ", topics)));
      }
    }
  }

  /**
   * Moves a reader that is at the beginning.
   *
   * @throws StartupException if the offset of a partition is given that the topic does not have
   */
  void seek(TopicReader<?, ?> reader) {
    time.ifPresent(each -> seek(reader, each));
    String topic = reader.partitions().get(0).topic();
    offsets.forEach(
        (partition, offset) -> {
          if (partition.topic().equals(topic)) {
            seek(reader, partition, offset);
          }
        });
  }

  private static void seek(TopicReader<?, ?> reader, TopicPartition partition, long offset) {
    if (!reader.partitions().contains(partition)) {
      throw new StartupException(
          "%s, to start at an offset of, does not exist: the topic has %d partitions"
              .formatted(partition, reader.partitions().size()));
    }
    reader.seek(partition, offset);
  }

  private static void seek(TopicReader<?, ?> reader, Instant time) {
    Map<TopicPartition, Long> times = new HashMap<>();
    reader.partitions().forEach(each -> times.put(each, time.toEpochMilli()));
    Map<TopicPartition, Long> ends = reader.endOffsets(reader.partitions());
    Map<TopicPartition, OffsetAndTimestamp> found = reader.offsetsForTimes(times);
    ends.forEach(
        (partition, end) -> {
          OffsetAndTimestamp first = found.get(partition);
          reader.seek(partition, first == null ? end : first.offset());
        });
  }
}
