package io.contrastream.topic.checkpoint;

import io.contrastream.config.CheckpointSettings;
import io.contrastream.config.Settings;
import io.contrastream.schema.ActivationCause;
import io.contrastream.schema.ModelCheckpoint;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * Writes to the checkpoint topic with a producer of the caller, who begins and commits transactions
 * or waits for the futures. Weights are to be sent before, or in one transaction with, the
 * announcement that names them. One thread calls.
 */
public final class CheckpointWriter {
  private static final int LARGEST_REQUEST = 16 << 20;

  /** Announcements are small; these are kept for people to look back on. */
  private static final int KEPT_ACTIVATIONS = 1000;

  private final Producer<String, ModelCheckpoint> producer;
  private final String topic;
  private final CheckpointSettings settings;

  /**
   * @param producer stays the caller's, to close; made with {@link #producerProperties}
   * @param topic name of the checkpoint topic
   */
  public CheckpointWriter(
      Producer<String, ModelCheckpoint> producer, String topic, CheckpointSettings settings) {
    this.producer = producer;
    this.topic = topic;
    this.settings = settings;
  }

  /** For a producer that takes checkpoints: a fresh map, to which the caller may add. */
  public static Map<String, Object> producerProperties(Settings settings) {
    Map<String, Object> properties = settings.producerProperties();
    properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, LARGEST_REQUEST);
    properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    return properties;
  }

  /**
   * Sends a checkpoint, which becomes a candidate: nobody embeds with it yet.
   *
   * @param checkpoint made by {@link CheckpointRecords}
   */
  public Future<RecordMetadata> publish(ModelCheckpoint checkpoint) {
    return send(
        CheckpointKey.ofCheckpoint(settings.model(), checkpoint.getCheckpointId()), checkpoint);
  }

  /**
   * An announcement that follows on what the history knows. Where another writer does the same at
   * the same time, both get one generation and the later record holds, for all readers alike; read
   * the log to its end afterwards to know.
   *
   * @param history read to the end of the topic
   */
  public ActiveCheckpoint next(
      CheckpointHistory history, String id, ActivationCause cause, String reason, String by) {
    String previousId = history.active().map(ActiveCheckpoint::id).orElse(null);
    return new ActiveCheckpoint(
        history.generation() + 1, id, previousId, cause, reason, by, System.currentTimeMillis());
  }

  /** Sends an announcement: processors go over to the checkpoint as soon as they see it. */
  public Future<RecordMetadata> announce(ActiveCheckpoint active) {
    return send(
        CheckpointKey.ofActivation(settings.model(), active.generation()),
        active.toRecord(settings.model()));
  }

  /**
   * Lets the topic forget the oldest checkpoints beyond those to keep, never the active one nor its
   * predecessor.
   */
  public List<Future<RecordMetadata>> prune(CheckpointHistory history) {
    Set<String> needed =
        history.active().stream()
            .flatMap(active -> Stream.of(active.id(), String.valueOf(active.previousId())))
            .collect(Collectors.toCollection(HashSet::new));
    List<PublishedCheckpoint> all = history.checkpoints();
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    all.stream()
        .limit(Math.max(0, all.size() - settings.keep()))
        .filter(old -> !needed.contains(old.id()))
        .forEach(
            old -> sent.add(send(CheckpointKey.ofCheckpoint(settings.model(), old.id()), null)));
    history.activations().stream()
        .skip(KEPT_ACTIVATIONS)
        .forEach(
            old ->
                sent.add(
                    send(CheckpointKey.ofActivation(settings.model(), old.generation()), null)));
    return sent;
  }

  private Future<RecordMetadata> send(CheckpointKey key, ModelCheckpoint value) {
    return producer.send(new ProducerRecord<>(topic, key.toString(), value));
  }
}
