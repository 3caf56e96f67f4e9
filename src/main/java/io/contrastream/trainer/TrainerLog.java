package io.contrastream.trainer;

import io.contrastream.config.Settings;
import io.contrastream.lifecycle.ProcessFailedException;
import io.contrastream.schema.ModelCheckpoint;
import io.contrastream.schema.TrainingStep;
import io.contrastream.topic.Topic;
import io.contrastream.topic.TopicReader;
import io.contrastream.topic.Topics;
import io.contrastream.topic.checkpoint.CheckpointWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Writes a trainer's state, offsets, candidates and telemetry in one transaction per commit.
 * Opening it fences off a running trainer of the same name. Not thread-safe.
 */
final class TrainerLog implements AutoCloseable {
  private static final int BUFFER_BYTES = 96 << 20;
  private static final int FETCH_BYTES = 8 << 20;
  private static final String FENCED =
      "Another trainer named %s was started and resumed from the last commit, so this one has"
          + " stopped. No pair is lost or trained on twice. To run both, give one of them another"
          + " --name";
  private static final Duration READ_TIMEOUT = Duration.ofMinutes(2);
  private static final Duration TRANSACTION_TIMEOUT = Duration.ofSeconds(60);

  private final Settings settings;
  private final Topics topics;
  private final String trainer;
  private final Producer<String, Object> producer;
  private final Map<String, byte[]> written = new HashMap<>();

  /**
   * How a process opens the log.
   *
   * @param owner identifies the process
   * @param again whether it goes on with a new producer; the first time, it becomes the owner
   */
  record Opening(String owner, boolean again) {}

  /**
   * Aborts the open transaction of a trainer with the same name and reads its last committed state.
   *
   * @param topics existing ones
   * @throws ProcessFailedException if another process has become the owner
   */
  TrainerLog(Settings settings, Topics topics, Opening opening) {
    this.settings = settings;
    this.topics = topics;
    trainer = settings.training().name();
    Map<String, Object> properties = CheckpointWriter.producerProperties(settings);
    properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, settings.training().clientId());
    properties.put(
        ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, Math.toIntExact(TRANSACTION_TIMEOUT.toMillis()));
    properties.put(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER_BYTES);
    producer = new KafkaProducer<>(properties, new StringSerializer(), this::serialize);
    try {
      producer.initTransactions();
      if (!opening.again) {
        becomeOwner(opening.owner);
      }
      written.putAll(readState(settings, READ_TIMEOUT));
      byte[] owner = written.remove(ownerKey());
      if (opening.again && !Arrays.equals(owner, bytes(opening.owner))) {
        throw new ProcessFailedException(FENCED.formatted(trainer), null);
      }
    } catch (RuntimeException e) {
      producer.close(Duration.ZERO);
      throw e;
    }
  }

  /**
   * Kafka fences off a producer after a timeout of its transaction as it does after the start of
   * another one with its id, so that only this record tells the two apart. If it is another's, that
   * one has been fenced off by this one and goes on in turn.
   */
  private String ownerKey() {
    return trainer + "/owner";
  }

  private void becomeOwner(String owner) {
    producer.beginTransaction();
    send(topics.trainerState().name(), ownerKey(), bytes(owner));
    producer.commitTransaction();
  }

  private static byte[] bytes(String owner) {
    return owner.getBytes(StandardCharsets.UTF_8);
  }

  /** Serializes a value by its topic: a producer has one transaction for all of its topics. */
  private byte[] serialize(String topic, Object value) {
    if (topic.equals(topics.checkpoints().name())) {
      return topics.checkpoints().values().serializer().serialize(topic, (ModelCheckpoint) value);
    }
    if (topic.equals(topics.training().name())) {
      return topics.training().values().serializer().serialize(topic, (TrainingStep) value);
    }
    return (byte[]) value;
  }

  /**
   * Returns the committed records of a trainer's state by key; none if the trainer is new.
   *
   * @throws io.contrastream.topic.TopicException if reading takes longer than {@code timeout}
   */
  static Map<String, byte[]> readState(Settings settings, Duration timeout) {
    String trainer = settings.training().name();
    Map<String, byte[]> records = new HashMap<>();
    try (TopicReader<String, byte[]> reader =
        new TopicReader<>(
            settings.consumerProperties(),
            new Topic<>(settings.topics().trainerState(), Serdes.String(), Serdes.ByteArray()),
            TopicReader.From.BEGINNING,
            Map.of(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES))) {
      reader.readToEnd(
          timeout,
          record -> {
            String key = String.valueOf(record.key());
            if (key.equals(trainer) || key.startsWith(trainer + "/")) {
              records.put(key, record.value());
            }
          });
    }
    records.values().removeIf(Objects::isNull); // tombstones
    return records;
  }

  /**
   * Returns the last committed state, or empty if there is none. An unreadable state stays in the
   * topic until the next commit deletes it.
   *
   * @throws io.contrastream.training.TrainerStateException if it can't be read
   */
  Optional<TrainerState> state() {
    return written.containsKey(trainer)
        ? Optional.of(TrainerState.fromRecords(trainer, written))
        : Optional.empty();
  }

  @SuppressWarnings("unchecked") // the producer serializes the values of every topic
  private CheckpointWriter checkpoints() {
    Producer<String, ModelCheckpoint> typed =
        (Producer<String, ModelCheckpoint>) (Producer<String, ?>) producer;
    return new CheckpointWriter(typed, topics.checkpoints().name(), settings.checkpoints());
  }

  /**
   * Commits everything in one transaction.
   *
   * @param group whose offsets are committed too, for tools that show consumer lag; a trainer
   *     resumes from the position in its state
   * @param publish writes checkpoints, within the transaction
   * @throws KafkaException if this producer can't go on; whether it has committed is unknown
   */
  void commit(
      TrainerState state,
      ConsumerGroupMetadata group,
      List<TrainingStep> telemetry,
      Consumer<CheckpointWriter> publish) {
    Map<String, byte[]> records = state.toRecords(trainer);
    producer.beginTransaction();
    telemetry.forEach(step -> send(topics.training().name(), trainer, step));
    publish.accept(checkpoints());
    sendChanged(records);
    producer.sendOffsetsToTransaction(offsets(state), group);
    producer.commitTransaction();
    written.clear();
    written.putAll(records);
  }

  /** Sends the records that differ from the last commit, and deletes those that are gone. */
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
    return state.position().next().entrySet().stream()
        .collect(
            Collectors.toMap(
                next -> new TopicPartition(state.topic(), next.getKey()),
                next -> new OffsetAndMetadata(next.getValue())));
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(10));
  }
}
