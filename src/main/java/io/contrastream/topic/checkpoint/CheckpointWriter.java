package io.contrastream.topic.checkpoint;

import io.contrastream.config.CheckpointSettings;
import io.contrastream.config.Settings;
import io.contrastream.schema.ActivationCause;
import io.contrastream.schema.ModelCheckpoint;
import io.contrastream.schema.Reembedding;
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
 * Writes to the checkpoint topic. The caller owns the producer, and either begins and commits
 * transactions or waits for the futures. Weights must be sent before the announcement that names
 * them, or in the same transaction. Not thread-safe.
 */
public final class CheckpointWriter {
  private static final int MAX_REQUEST_BYTES = 16 << 20;

  /** Announcements are small, and are kept so that users can look back on them. */
  private static final int MAX_ACTIVATIONS = 1000;

  private final Producer<String, ModelCheckpoint> producer;
  private final String topic;
  private final CheckpointSettings settings;

  /**
   * @param producer created with {@link #producerProperties}; the caller closes it
   */
  public CheckpointWriter(
      Producer<String, ModelCheckpoint> producer, String topic, CheckpointSettings settings) {
    this.producer = producer;
    this.topic = topic;
    this.settings = settings;
  }

  /** Returns the properties of a producer that can send checkpoints, in a new map. */
  public static Map<String, Object> producerProperties(Settings settings) {
    Map<String, Object> properties = settings.producerProperties();
    properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_REQUEST_BYTES);
    properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    return properties;
  }

  /** Sends a checkpoint. No processor uses it until it is announced. */
  public Future<RecordMetadata> publish(ModelCheckpoint checkpoint) {
    return send(
        CheckpointKey.ofCheckpoint(settings.model(), checkpoint.getCheckpointId()), checkpoint);
  }

  /**
   * Creates the announcement that follows the current one. If two writers do so at the same time,
   * both get the same generation and every reader goes by the later record; read the topic to its
   * end afterwards to find out which.
   *
   * @param history must have been read to the end of the topic
   * @param file the checkpoint that processors use while none is announced, or null if unknown: the
   *     predecessor of the first announcement, if the topic holds it
   */
  public ActiveCheckpoint next(
      CheckpointHistory history,
      String file,
      String id,
      ActivationCause cause,
      String reason,
      String by) {
    String previousId =
        history
            .active()
            .map(ActiveCheckpoint::id)
            .or(() -> history.checkpoint(file).map(PublishedCheckpoint::id))
            .orElse(null);
    return new ActiveCheckpoint(
        history.generation() + 1,
        id,
        history.checkpoint(id).map(PublishedCheckpoint::spaceId).orElse(null),
        previousId,
        cause,
        reason,
        by,
        history.promotionHeld() && cause != ActivationCause.MANUAL,
        System.currentTimeMillis());
  }

  /**
   * Sends a record that says that a space is complete.
   *
   * @param embedded number of inputs that were embedded again
   * @param gone number of inputs that their topics no longer hold
   */
  public Future<RecordMetadata> complete(
      String spaceId, String checkpointId, long embedded, long gone) {
    return send(
        CheckpointKey.ofSpace(settings.model(), spaceId),
        ModelCheckpoint.newBuilder()
            .setModel(settings.model())
            .setCheckpointId(checkpointId)
            .setAtMs(System.currentTimeMillis())
            .setReembedding(new Reembedding(spaceId, embedded, gone))
            .build());
  }

  /** Sends an announcement. Processors swap to the checkpoint as soon as they read it. */
  public Future<RecordMetadata> announce(ActiveCheckpoint active) {
    return send(
        CheckpointKey.ofActivation(settings.model(), active.generation()),
        active.toRecord(settings.model()));
  }

  /**
   * Sends the candidate in the shadow, in place of the one before. Processors embed with it, beside
   * the active checkpoint, as soon as they have loaded it.
   */
  public Future<RecordMetadata> shadow(ShadowCheckpoint shadow) {
    return send(CheckpointKey.ofShadow(settings.model()), shadow.toRecord(settings.model()));
  }

  /** Ends the shadow. */
  public Future<RecordMetadata> endShadow() {
    return send(CheckpointKey.ofShadow(settings.model()), null);
  }

  /** Deletes a checkpoint that was never active. */
  public Future<RecordMetadata> delete(String id) {
    return send(CheckpointKey.ofCheckpoint(settings.model(), id), null);
  }

  /**
   * Deletes the oldest checkpoints and announcements beyond the number to keep, except the active
   * checkpoint, its predecessor, the first ones of their spaces, which candidates are compared
   * with, and the candidate in the shadow.
   */
  public List<Future<RecordMetadata>> prune(CheckpointHistory history) {
    Stream<String> inUse =
        history.active().stream()
            .flatMap(active -> Stream.of(active.id(), String.valueOf(active.previousId())))
            .flatMap(
                id ->
                    Stream.concat(
                        Stream.of(id),
                        history.checkpoint(id).map(PublishedCheckpoint::spaceId).stream()));
    Set<String> needed =
        Stream.concat(inUse, history.shadow().map(ShadowCheckpoint::id).stream())
            .collect(Collectors.toSet());
    List<PublishedCheckpoint> all = history.checkpoints();
    Stream<CheckpointKey> weights =
        all.stream()
            .limit(Math.max(0, all.size() - settings.keep()))
            .filter(old -> !needed.contains(old.id()))
            .map(old -> CheckpointKey.ofCheckpoint(settings.model(), old.id()));
    Stream<CheckpointKey> announcements =
        history.activations().stream()
            .skip(MAX_ACTIVATIONS)
            .map(old -> CheckpointKey.ofActivation(settings.model(), old.generation()));
    return Stream.concat(weights, announcements).map(key -> send(key, null)).toList();
  }

  private Future<RecordMetadata> send(CheckpointKey key, ModelCheckpoint value) {
    return producer.send(new ProducerRecord<>(topic, key.toString(), value));
  }
}
