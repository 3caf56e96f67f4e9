package io.contrastream.trainer;

import io.contrastream.config.Settings;
import io.contrastream.schema.ModelCheckpoint;
import io.contrastream.schema.TrainingStep;
import io.contrastream.topic.Topics;
import io.contrastream.topic.checkpoint.CheckpointWriter;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * What a trainer writes: all of it in transactions, so that state, offsets, candidates and
 * telemetry of a commit are there together or not at all. Whoever opens the log of a name fences
 * off who had it open before. One thread calls.
 */
final class TrainerLog implements AutoCloseable {
  private static final int MEMORY = 96 << 20;
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration TRANSACTION = Duration.ofSeconds(60);

  private final Settings settings;
  private final Topics topics;
  private final String trainer;
  private final Producer<String, Object> producer;
  private final Map<String, byte[]> written = new HashMap<>();

  /**
   * Opens the log, ends, by abort, what another of this name has begun, and reads what it has left.
   *
   * @param topics exist
   */
  TrainerLog(Settings settings, Topics topics) {
    this.settings = settings;
    this.topics = topics;
    trainer = settings.training().name();
    Map<String, Object> properties = CheckpointWriter.producerProperties(settings);
    properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, settings.training().clientId());
    properties.put(
        ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, Math.toIntExact(TRANSACTION.toMillis()));
    properties.put(ProducerConfig.BUFFER_MEMORY_CONFIG, MEMORY);
    producer =
        new KafkaProducer<>(
            properties,
            new StringSerializer(),
            new TopicsSerializer(topics.checkpoints(), topics.training(), topics.trainerState()));
    try {
      producer.initTransactions();
      written.putAll(
          TrainerStateReader.read(
              settings.consumerProperties(), topics.trainerState().name(), trainer, PATIENCE));
    } catch (RuntimeException e) {
      producer.close(Duration.ZERO);
      throw e;
    }
  }

  /**
   * The last committed state. What can't be read of it is in the topic until the next commit, which
   * takes it away.
   *
   * @return empty where there is none
   * @throws io.contrastream.training.TrainerStateException where it can't be read
   */
  Optional<TrainerState> state() {
    return written.containsKey(trainer)
        ? Optional.of(TrainerState.fromRecords(trainer, written))
        : Optional.empty();
  }

  /** Writes to the checkpoint topic; only within {@link #commit}. */
  @SuppressWarnings("unchecked") // the producer takes the values of every topic
  CheckpointWriter checkpoints() {
    Producer<String, ModelCheckpoint> typed =
        (Producer<String, ModelCheckpoint>) (Producer<String, ?>) producer;
    return new CheckpointWriter(typed, topics.checkpoints().name(), settings.checkpoints());
  }

  /**
   * Commits all of it, or nothing.
   *
   * @param group whose offsets go along, for tools that show how far readers are behind; what
   *     counts is the state's own position
   * @param more sends to {@link #checkpoints}
   * @throws TrainerFencedException where another trainer of this name was started
   */
  void commit(
      TrainerState state,
      ConsumerGroupMetadata group,
      List<TrainingStep> telemetry,
      Consumer<CheckpointWriter> more) {
    Map<String, byte[]> records = state.toRecords(trainer);
    try {
      producer.beginTransaction();
      telemetry.forEach(step -> send(topics.training().name(), trainer, step));
      more.accept(checkpoints());
      sendChanged(records);
      producer.sendOffsetsToTransaction(offsets(state), group);
      producer.commitTransaction();
    } catch (KafkaException e) {
      throw fenced(e) ? new TrainerFencedException(trainer, e) : e;
    }
    written.clear();
    written.putAll(records);
  }

  private static boolean fenced(KafkaException failure) {
    return Stream.iterate((Throwable) failure, e -> e != null, Throwable::getCause)
        .anyMatch(
            e ->
                e instanceof ProducerFencedException || e instanceof InvalidProducerEpochException);
  }

  private void sendChanged(Map<String, byte[]> records) {
    String topic = topics.trainerState().name();
    Set<String> gone = new HashSet<>(written.keySet());
    gone.removeAll(records.keySet());
    gone.forEach(key -> send(topic, key, null));
    records.forEach(
        (key, value) -> {
          if (!Arrays.equals(value, written.get(key))) {
            send(topic, key, value);
          }
        });
  }

  private void send(String topic, String key, Object value) {
    producer.send(new ProducerRecord<>(topic, key, value));
  }

  private static Map<TopicPartition, OffsetAndMetadata> offsets(TrainerState state) {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    state
        .position()
        .next()
        .forEach(
            (partition, next) ->
                offsets.put(
                    new TopicPartition(state.topic(), partition), new OffsetAndMetadata(next)));
    return offsets;
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(10));
  }
}
