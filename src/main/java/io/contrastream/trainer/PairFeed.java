package io.contrastream.trainer;

import io.contrastream.image.Digit;
import io.contrastream.image.DigitPair;
import io.contrastream.lifecycle.ProcessFailedException;
import io.contrastream.schema.DigitImage;
import io.contrastream.schema.LabelledPair;
import io.contrastream.topic.BadRecordException;
import io.contrastream.topic.Topic;
import io.contrastream.topic.TopicReader;
import io.contrastream.topic.registry.RegistryException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads labelled pairs on a thread of its own, while training takes them: of each partition only so
 * many ahead, then it is paused. {@link #next} is for one thread.
 */
final class PairFeed implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PairFeed.class);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final int AHEAD = 512;
  private static final long REGISTRY_PAUSE_MS = 1000;

  private final TopicReader<String, byte[]> consumer;
  private final Deserializer<LabelledPair> values;
  private final PairTurns turns;
  private final Thread thread = new Thread(this::read, "trainer-feed");
  private final ConsumerGroupMetadata group;
  private Position position;
  private volatile boolean closed;

  /**
   * @param properties Kafka consumer properties
   * @param groupId names the offsets that transactions commit; no partition is shared by this group
   * @param topic exists
   * @param start continued from; where it is empty, reading begins with the first pair
   * @param patience how long a partition that has ended is waited for
   */
  PairFeed(
      Map<String, Object> properties,
      String groupId,
      Topic<String, LabelledPair> topic,
      Optional<Position> start,
      Duration patience) {
    values = topic.values().deserializer();
    consumer =
        new TopicReader<>(
            properties,
            topic.withRawValues(),
            TopicReader.From.BEGINNING,
            Map.of(ConsumerConfig.GROUP_ID_CONFIG, groupId));
    try {
      Map<Integer, Long> beginnings = beginnings();
      position = start.map(it -> it.with(beginnings)).orElse(Position.start(beginnings));
      turns = new PairTurns(consumer.partitions().size(), position.turn(), patience);
      group = consumer.groupMetadata();
      consumer
          .partitions()
          .forEach(each -> consumer.seek(each, position.next().get(each.partition())));
    } catch (RuntimeException e) {
      consumer.close();
      throw e;
    }
    thread.start();
  }

  private Map<Integer, Long> beginnings() {
    Map<Integer, Long> offsets = new HashMap<>();
    consumer
        .beginningOffsets(consumer.partitions())
        .forEach((partition, offset) -> offsets.put(partition.partition(), offset));
    return offsets;
  }

  /**
   * Takes the next pair, waiting at most so long for it.
   *
   * @throws RuntimeException where reading failed
   */
  Optional<PairTurns.Item> next(Duration atMost) throws InterruptedException {
    Optional<PairTurns.Item> item = turns.next(atMost);
    item.ifPresent(taken -> position = position.after(taken.partition(), taken.offset()));
    return item;
  }

  /** For a transaction that commits offsets. */
  ConsumerGroupMetadata group() {
    return group;
  }

  /** After the last pair taken. */
  Position position() {
    return position;
  }

  private void read() {
    try {
      while (!closed) {
        pauseThoseAhead();
        consumer.poll(POLL).forEach(record -> turns.put(item(record)));
        consumer
            .partitions()
            .forEach(
                each -> turns.atEnd(each.partition(), consumer.currentLag(each).orElse(1) == 0));
      }
    } catch (WakeupException e) {
      // closing
    } catch (RuntimeException e) {
      turns.fail(e);
    } catch (Error e) {
      turns.fail(new ProcessFailedException("The labelled pairs are read no more: " + e, e));
      throw e;
    } finally {
      consumer.close();
    }
  }

  private void pauseThoseAhead() {
    for (TopicPartition partition : consumer.partitions()) {
      boolean ahead = turns.waiting(partition.partition()) >= AHEAD;
      if (ahead) {
        consumer.pause(List.of(partition));
      } else {
        consumer.resume(List.of(partition));
      }
    }
  }

  private PairTurns.Item item(ConsumerRecord<String, byte[]> record) {
    Optional<LabelledPair> pair = Optional.empty();
    Optional<DigitPair> digits = Optional.empty();
    try {
      pair = Optional.of(decode(record));
      digits = Optional.of(digits(pair.get()));
    } catch (BadRecordException | IllegalArgumentException e) {
      LOG.warn(
          "The record at offset {} of {}-{} is no pair to train on, passed over: {}",
          record.offset(),
          record.topic(),
          record.partition(),
          e.getMessage());
    }
    String id = pair.map(LabelledPair::getPairId).orElse("");
    return new PairTurns.Item(record.partition(), record.offset(), id, digits);
  }

  /** Waits for a registry that is down: the pair may be good, and leaving it out would show. */
  private LabelledPair decode(ConsumerRecord<String, byte[]> record) {
    if (record.value() == null) {
      throw new BadRecordException("it has no value");
    }
    while (true) {
      try {
        return values.deserialize(record.topic(), record.value());
      } catch (RegistryException e) {
        LOG.warn("Waiting for the schema registry: {}", e.getMessage());
        pause(e);
      }
    }
  }

  private void pause(RegistryException cause) {
    if (closed) {
      throw cause;
    }
    try {
      Thread.sleep(REGISTRY_PAUSE_MS);
    } catch (InterruptedException e) {
      throw cause;
    }
  }

  private static DigitPair digits(LabelledPair pair) {
    if (pair.getTarget() != 0 && pair.getTarget() != 1) {
      throw new IllegalArgumentException("its target is 0 or 1, not " + pair.getTarget());
    }
    return new DigitPair(
        digit(pair.getAnchor()), digit(pair.getContrastive()), pair.getTarget() == 1);
  }

  private static Digit digit(DigitImage image) {
    byte[] pixels = new byte[image.getPixels().remaining()];
    image.getPixels().duplicate().get(pixels);
    return new Digit(pixels, image.getLabel());
  }

  @Override
  public void close() {
    closed = true;
    consumer.wakeup();
    try {
      thread.join(Duration.ofSeconds(10).toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
