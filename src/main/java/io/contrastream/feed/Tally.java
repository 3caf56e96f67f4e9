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
 * Counts what one run's images have become, from the topics themselves as their readers see them.
 * One thread calls.
 */
public final class Tally implements AutoCloseable {
  private final Topics topics;
  private final String runId;
  private final Consumer<PairScore> scored;
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
   * Counts from now on, wherever the topics end at this moment.
   *
   * @param runId what the keys of the run's records begin with; other runs are not counted
   */
  public Tally(Settings settings, Topics topics, String runId) {
    this(settings, topics, runId, score -> {});
  }

  /**
   * @param scored is told each score of the run
   */
  public Tally(Settings settings, Topics topics, String runId, Consumer<PairScore> scored) {
    this.scored = scored;
    this.topics = topics;
    this.runId = runId;
    consumer =
        new KafkaConsumer<>(
            settings.consumerProperties(), new StringDeserializer(), new ByteArrayDeserializer());
    List<TopicPartition> partitions = partitions();
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    // Seeking happens at the next question only; what is sent meanwhile must not be missed.
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

  /** Counts what has come, waiting at most so long for it. */
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
      scored.accept(score);
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

  /** Pairs sent: contrastive examples in the images topic. */
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

  /** Of any run: whatever else is sent to the topic meanwhile may be bad. */
  public long deadLetters() {
    return deadLetters;
  }

  /** Mean squared error of the scores with a target; null where there is none. */
  public Double meanLoss() {
    return scoresWithTarget == 0 ? null : squaredErrors / scoresWithTarget;
  }

  /** The newest loss window, of whatever run; null before the first. */
  public LossWindow lastWindow() {
    return lastWindow;
  }

  /** Whether so many images have gone all the way, each to an embedding or a dead letter. */
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
