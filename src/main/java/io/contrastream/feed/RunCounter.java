package io.contrastream.feed;

import io.contrastream.config.Settings;
import io.contrastream.schema.DigitImage;
import io.contrastream.schema.ImageRole;
import io.contrastream.schema.LossWindow;
import io.contrastream.schema.PairScore;
import io.contrastream.topic.Topics;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Counts the images of one run and the records that the processor derives from them, by reading
 * their topics. Not thread-safe.
 */
public final class RunCounter implements AutoCloseable {
  private final Topics topics;
  private final String runId;
  private final Consumer<PairScore> onScore;
  private final KafkaConsumer<String, byte[]> consumer;
  private long images;
  private long pairs;
  private long embeddings;
  private long scores;
  private long labelledPairs;
  private long deadLetters;
  private long deadLettersOfRun;
  private long scoresWithTarget;
  private double squaredErrors;
  private LossWindow lastWindow;

  /**
   * Counts from the current end of the topics.
   *
   * @param runId prefix of the keys of the run's records; other runs are not counted
   */
  public RunCounter(Settings settings, Topics topics, String runId) {
    this(settings, topics, runId, score -> {});
  }

  /**
   * @param onScore receives each score of the run
   */
  public RunCounter(Settings settings, Topics topics, String runId, Consumer<PairScore> onScore) {
    this.onScore = onScore;
    this.topics = topics;
    this.runId = runId;
    consumer =
        new KafkaConsumer<>(
            settings.consumerProperties(), new StringDeserializer(), new ByteArrayDeserializer());
    List<TopicPartition> partitions = partitions();
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    // Seeking is lazy: without this, records sent before the first poll would be missed.
    partitions.forEach(consumer::position);
  }

  private List<TopicPartition> partitions() {
    return Stream.of(
            topics.images(),
            topics.embeddings(),
            topics.scores(),
            topics.loss(),
            topics.labelledPairs(),
            topics.deadLetters())
        .flatMap(topic -> consumer.partitionsFor(topic.name()).stream())
        .map(info -> new TopicPartition(info.topic(), info.partition()))
        .toList();
  }

  /** Counts the records that arrive within {@code timeout}. */
  public void poll(Duration timeout) {
    consumer.poll(timeout).forEach(this::count);
  }

  private void count(ConsumerRecord<String, byte[]> record) {
    String topic = record.topic();
    if (topic.equals(topics.loss().name())) {
      lastWindow = topics.loss().values().deserializer().deserialize(topic, record.value());
    } else if (topic.equals(topics.deadLetters().name())) {
      deadLetters++;
      deadLettersOfRun += ofRun(record) ? 1 : 0;
    } else if (ofRun(record)) {
      countOfRun(topic, record.value());
    }
  }

  private boolean ofRun(ConsumerRecord<String, byte[]> record) {
    return record.key() != null && record.key().startsWith(runId);
  }

  private void countOfRun(String topic, byte[] value) {
    if (topic.equals(topics.images().name())) {
      images++;
      DigitImage image = topics.images().values().deserializer().deserialize(topic, value);
      pairs += image.getRole() == ImageRole.CONTRASTIVE ? 1 : 0;
    } else if (topic.equals(topics.embeddings().name())) {
      embeddings++;
    } else if (topic.equals(topics.scores().name())) {
      scores++;
      PairScore score = topics.scores().values().deserializer().deserialize(topic, value);
      addLoss(score);
      onScore.accept(score);
    } else {
      labelledPairs++;
    }
  }

  private void addLoss(PairScore score) {
    if (score.getSquaredError() != null) {
      scoresWithTarget++;
      squaredErrors += score.getSquaredError();
    }
  }

  public long images() {
    return images;
  }

  /**
   * Returns the number of pairs sent, which is that of contrastive examples in the images topic.
   */
  public long pairs() {
    return pairs;
  }

  public long embeddings() {
    return embeddings;
  }

  public long scores() {
    return scores;
  }

  public long labelledPairs() {
    return labelledPairs;
  }

  /** Returns the number of dead letters, including those of other runs. */
  public long deadLetters() {
    return deadLetters;
  }

  /** Returns the mean squared error of the scores with a target, or null if there are none. */
  public Double meanLoss() {
    return scoresWithTarget == 0 ? null : squaredErrors / scoresWithTarget;
  }

  /** Returns the newest loss window of any run, or null before the first. */
  public LossWindow lastWindow() {
    return lastWindow;
  }

  /** Whether {@code expectedImages} images have each led to an embedding or a dead letter. */
  public boolean complete(long expectedImages) {
    return images >= expectedImages
        && embeddings + deadLettersOfRun >= images
        && (scores >= pairs || deadLettersOfRun > 0)
        && labelledPairs >= scoresWithTarget;
  }

  @Override
  public void close() {
    consumer.close();
  }
}
