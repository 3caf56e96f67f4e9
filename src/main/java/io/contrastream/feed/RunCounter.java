package io.contrastream.feed;

import static com.fasterxml.jackson.annotation.JsonInclude.Include.NON_NULL;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.contrastream.config.Settings;
import io.contrastream.schema.ImageRole;
import io.contrastream.schema.Modality;
import io.contrastream.schema.PairScore;
import io.contrastream.topic.InputRecord;
import io.contrastream.topic.Topic;
import io.contrastream.topic.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Counts the inputs of one run and the records that the processor derives from them, by reading
 * their topics. Not thread-safe.
 */
public final class RunCounter implements AutoCloseable {

  /**
   * Numbers of records of the run.
   *
   * @param captions null if captions are not read, as are sounds
   * @param pairs pairs sent: the contrastive examples in the input topics
   * @param deadLetters including those of other runs
   * @param meanLoss mean squared error of the scores with a target, or null if there are none
   */
  public record Counts(
      long images,
      @JsonInclude(NON_NULL) Long captions,
      @JsonInclude(NON_NULL) Long sounds,
      long embeddings,
      long pairs,
      long scores,
      long labelledPairs,
      long deadLetters,
      Double meanLoss) {

    long inputs() {
      return images + orZero(captions) + orZero(sounds);
    }

    private static long orZero(Long count) {
      return count == null ? 0 : count;
    }
  }

  private final Topics topics;
  private final String runId;
  private final Consumer<PairScore> onScore;
  private final KafkaConsumer<String, byte[]> consumer;
  private final Map<String, Long> recordsOfRun = new HashMap<>();
  private long pairs;
  private long deadLetters;
  private long scoresWithTarget;
  private double squaredErrors;

  /**
   * Counts from the current end of the topics.
   *
   * @param runId prefix of the keys of the run's records; other runs are not counted
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
    Stream<Topic<?, ?>> inputs = topics.modalities().stream().map(topics::inputs);
    return Stream.concat(
            inputs,
            Stream.of(
                topics.embeddings(), topics.scores(), topics.labelledPairs(), topics.deadLetters()))
        .flatMap(topic -> consumer.partitionsFor(topic.name()).stream())
        .map(info -> new TopicPartition(info.topic(), info.partition()))
        .toList();
  }

  /** Counts the records that arrive within {@code timeout}. */
  public void poll(Duration timeout) {
    consumer.poll(timeout).forEach(this::count);
  }

  private void count(ConsumerRecord<String, byte[]> record) {
    deadLetters += isOf(topics.deadLetters(), record) ? 1 : 0;
    if (record.key() == null || !record.key().startsWith(runId)) {
      return;
    }
    recordsOfRun.merge(record.topic(), 1L, Long::sum);
    for (Modality modality : topics.modalities()) {
      if (isOf(topics.inputs(modality), record)) {
        InputRecord input = InputRecord.of(decode(topics.inputs(modality), record));
        pairs += input.role() == ImageRole.CONTRASTIVE ? 1 : 0;
        return;
      }
    }
    if (isOf(topics.scores(), record)) {
      add(decode(topics.scores(), record));
    }
  }

  private static boolean isOf(Topic<?, ?> topic, ConsumerRecord<?, ?> record) {
    return record.topic().equals(topic.name());
  }

  private static <V> V decode(Topic<?, V> topic, ConsumerRecord<?, byte[]> record) {
    return topic.values().deserializer().deserialize(record.topic(), record.value());
  }

  private void add(PairScore score) {
    if (score.getSquaredError() != null) {
      scoresWithTarget++;
      squaredErrors += score.getSquaredError();
    }
    onScore.accept(score);
  }

  /** Returns the counts so far. */
  public Counts counts() {
    return new Counts(
        ofRun(topics.images()),
        ofRun(Modality.CAPTION),
        ofRun(Modality.SOUND),
        ofRun(topics.embeddings()),
        pairs,
        ofRun(topics.scores()),
        ofRun(topics.labelledPairs()),
        deadLetters,
        scoresWithTarget == 0 ? null : squaredErrors / scoresWithTarget);
  }

  private Long ofRun(Modality modality) {
    return topics.modalities().contains(modality) ? (Long) ofRun(topics.inputs(modality)) : null;
  }

  private long ofRun(Topic<?, ?> topic) {
    return recordsOfRun.getOrDefault(topic.name(), 0L);
  }

  /** Whether so many inputs have each led to an embedding or a dead letter. */
  public boolean complete(long expectedInputs) {
    Counts now = counts();
    long failed = ofRun(topics.deadLetters());
    return now.inputs() >= expectedInputs
        && now.embeddings() + failed >= now.inputs()
        && (now.scores() >= pairs || failed > 0)
        && now.labelledPairs() >= scoresWithTarget;
  }

  @Override
  public void close() {
    consumer.close();
  }
}
