package io.contrastream.trainer;

import io.contrastream.config.Settings;
import io.contrastream.config.TrainingSettings;
import io.contrastream.lifecycle.ProcessFailedException;
import io.contrastream.schema.LabelledPair;
import io.contrastream.schema.Modality;
import io.contrastream.topic.InputRecord;
import io.contrastream.topic.TopicReader;
import io.contrastream.topic.Topics;
import io.contrastream.topic.registry.BadRecordException;
import io.contrastream.topic.registry.RegistryException;
import io.contrastream.training.Sample;
import io.contrastream.training.SamplePair;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads labelled pairs ahead of the training, on its own thread. A partition is paused while enough
 * of its records are waiting. {@link #next} and {@link #position} must be called by one thread.
 */
final class PairFeed implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PairFeed.class);
  private static final Duration POLL_TIMEOUT = Duration.ofMillis(100);

  /** Waiting records of a partition at which it is paused. */
  private static final int MAX_WAITING = 512;

  private static final Duration ASK_INTERVAL = Duration.ofSeconds(1);
  private static final Duration LOOK_INTERVAL = Duration.ofSeconds(30);
  private static final Duration ASK_TIMEOUT = Duration.ofSeconds(5);
  private static final long REGISTRY_RETRY_MS = 1000;

  private final TopicReader<String, byte[]> consumer;
  private final Deserializer<LabelledPair> values;
  private final PairTurns turns;
  private final Set<Modality> modalities;
  private final Thread thread = new Thread(this::read, "trainer-feed");
  private final ConsumerGroupMetadata group;
  private Position position;
  private long askedAtNs = System.nanoTime() - ASK_INTERVAL.toNanos();
  private long lookedNs = System.nanoTime();
  private boolean answered;
  private volatile boolean closed;

  /**
   * Starts reading. Partitions are assigned and not shared; the group is that of the offsets which
   * transactions commit.
   *
   * @param start where to resume; {@link Position#NONE} for the first pair
   */
  PairFeed(Settings settings, Topics topics, Position start) {
    modalities = settings.modalities();
    TrainingSettings training = settings.training();
    values = topics.labelledPairs().values().deserializer();
    consumer =
        new TopicReader<>(
            settings.consumerProperties(),
            topics.labelledPairs().withRawValues(),
            TopicReader.From.BEGINNING,
            Map.of(
                ConsumerConfig.GROUP_ID_CONFIG,
                training.clientId(),
                ConsumerConfig.METADATA_MAX_AGE_CONFIG,
                Math.toIntExact(LOOK_INTERVAL.toMillis())));
    try {
      position = start.with(beginnings());
      turns =
          new PairTurns(consumer.partitions().size(), position.turn(), training.pace().patience());
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
    return consumer.beginningOffsets(consumer.partitions()).entrySet().stream()
        .collect(Collectors.toMap(each -> each.getKey().partition(), Map.Entry::getValue));
  }

  /**
   * Takes the next record, and waits up to {@code timeout} for it.
   *
   * @throws RuntimeException if reading failed
   */
  Optional<PairTurns.Item> next(Duration timeout) throws InterruptedException {
    Optional<PairTurns.Item> item = turns.next(timeout);
    item.ifPresent(taken -> position = position.after(taken.partition(), taken.offset()));
    return item;
  }

  ConsumerGroupMetadata group() {
    return group;
  }

  /** Returns the position after the last record taken. */
  Position position() {
    return position;
  }

  private void read() {
    try {
      while (!closed) {
        pauseOrResume();
        consumer.poll(POLL_TIMEOUT).forEach(record -> turns.put(item(record)));
        reportEnds();
        lookForPartitions();
      }
    } catch (WakeupException e) {
      // closing
    } catch (RuntimeException e) {
      turns.fail(e);
    } catch (Error e) {
      turns.fail(new ProcessFailedException("Reading the labelled pairs failed: " + e, e));
      throw e;
    } finally {
      consumer.close();
    }
  }

  private void reportEnds() {
    if (System.nanoTime() - askedAtNs >= ASK_INTERVAL.toNanos()) {
      answered = brokerAnswers();
      askedAtNs = System.nanoTime();
    }
    for (TopicPartition each : consumer.partitions()) {
      turns.atEnd(each.partition(), answered && consumer.currentLag(each).orElse(1) == 0);
    }
  }

  /** Pairs in partitions that were added would wait for the next start. */
  private void lookForPartitions() {
    if (answered && System.nanoTime() - lookedNs >= LOOK_INTERVAL.toNanos()) {
      lookedNs = System.nanoTime();
      consumer.requireAllPartitions();
    }
  }

  /** While the broker is away, its silence does not mean that a partition has no more records. */
  private boolean brokerAnswers() {
    try {
      consumer.endOffsets(consumer.partitions(), ASK_TIMEOUT);
      return true;
    } catch (TimeoutException e) {
      return false;
    }
  }

  private void pauseOrResume() {
    for (TopicPartition partition : consumer.partitions()) {
      if (turns.waiting(partition.partition()) >= MAX_WAITING) {
        consumer.pause(List.of(partition));
      } else {
        consumer.resume(List.of(partition));
      }
    }
  }

  private PairTurns.Item item(ConsumerRecord<String, byte[]> record) {
    Optional<SamplePair> samples = Optional.empty();
    try {
      samples = samples(decode(record));
    } catch (BadRecordException | IllegalArgumentException e) {
      LOG.warn(
          "Skipped the record at offset {} of {}-{}, which is not a valid pair: {}",
          record.offset(),
          record.topic(),
          record.partition(),
          e.getMessage());
    }
    return new PairTurns.Item(record.partition(), record.offset(), samples);
  }

  /** Waits while the registry is down: skipping a valid pair would change the weights. */
  private LabelledPair decode(ConsumerRecord<String, byte[]> record) {
    if (record.value() == null) {
      throw new BadRecordException("it has no value");
    }
    while (true) {
      try {
        return values.deserialize(record.topic(), record.headers(), record.value());
      } catch (RegistryException e) {
        LOG.warn("Waiting for the schema registry: {}", e.getMessage());
        waitToRetry(e);
      }
    }
  }

  private void waitToRetry(RegistryException cause) {
    if (closed) {
      throw cause;
    }
    try {
      Thread.sleep(REGISTRY_RETRY_MS);
    } catch (InterruptedException e) {
      throw cause;
    }
  }

  /** Returns empty for a pair that is not learnt from: of other modalities, or not labelled. */
  private Optional<SamplePair> samples(LabelledPair pair) {
    if (pair.getTarget() != 0 && pair.getTarget() != 1) {
      throw new IllegalArgumentException("its target must be 0 or 1, not " + pair.getTarget());
    }
    InputRecord anchor = InputRecord.of(pair.getAnchor());
    InputRecord contrastive = InputRecord.of(pair.getContrastive());
    boolean ofImages =
        anchor.modality() == Modality.IMAGE && contrastive.modality() == Modality.IMAGE;
    boolean known =
        modalities.contains(anchor.modality()) && modalities.contains(contrastive.modality());
    boolean labelled = anchor.label() != null && contrastive.label() != null;
    return known && (ofImages || labelled)
        ? Optional.of(
            new SamplePair(Sample.of(anchor), Sample.of(contrastive), pair.getTarget() == 1))
        : Optional.empty();
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
