package io.contrastream.processor.swap;

import io.contrastream.checkpoint.Checkpoint;
import io.contrastream.checkpoint.CheckpointDecoder;
import io.contrastream.checkpoint.CheckpointException;
import io.contrastream.checkpoint.CheckpointFolder;
import io.contrastream.config.ModelSettings;
import io.contrastream.config.Settings;
import io.contrastream.encoding.Encoder;
import io.contrastream.encoding.Modalities;
import io.contrastream.encoding.Model;
import io.contrastream.schema.ActivationCause;
import io.contrastream.schema.ModelCheckpoint;
import io.contrastream.topic.Topic;
import io.contrastream.topic.checkpoint.ActiveCheckpoint;
import io.contrastream.topic.checkpoint.CheckpointHistory;
import io.contrastream.topic.checkpoint.CheckpointReader;
import io.contrastream.topic.checkpoint.CheckpointRecords;
import io.contrastream.topic.checkpoint.CheckpointWriter;
import io.contrastream.topic.checkpoint.PublishedCheckpoint;
import io.contrastream.topic.checkpoint.ShadowCheckpoint;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Inspects and changes the checkpoint topic on behalf of users and tools. Every change returns when
 * it is in the topic. Not thread-safe.
 */
public final class CheckpointAdmin implements AutoCloseable {
  private static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(1);

  private final Settings settings;
  private final Topic<String, ModelCheckpoint> topic;
  private final CheckpointReader reader;
  private final Duration timeout;
  private Producer<String, ModelCheckpoint> producer;

  public CheckpointAdmin(Settings settings, Topic<String, ModelCheckpoint> topic) {
    this(settings, topic, DEFAULT_TIMEOUT, Map.of());
  }

  /**
   * @param timeout of reading the topic and of each request to the broker, overriding the settings
   */
  public CheckpointAdmin(
      Settings settings, Topic<String, ModelCheckpoint> topic, Duration timeout) {
    this(
        settings,
        topic,
        timeout,
        Map.of(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Math.toIntExact(timeout.toMillis())));
  }

  private CheckpointAdmin(
      Settings settings,
      Topic<String, ModelCheckpoint> topic,
      Duration timeout,
      Map<String, Object> overrides) {
    this.settings = settings;
    this.topic = topic;
    this.timeout = timeout;
    Map<String, Object> consumer = settings.consumerProperties();
    consumer.putAll(overrides);
    reader = new CheckpointReader(consumer, topic, settings.checkpoints().model());
  }

  /** Returns the content of the topic at the time of this call. */
  public CheckpointHistory history() {
    reader.readToEnd(timeout);
    return reader.history();
  }

  /**
   * Finds a checkpoint by its id or a prefix of it.
   *
   * @throws CheckpointException if the topic holds no or several such checkpoints
   */
  public PublishedCheckpoint find(String id) {
    List<PublishedCheckpoint> all = history().checkpoints();
    List<PublishedCheckpoint> found =
        all.stream().filter(each -> !id.isEmpty() && each.id().startsWith(id)).toList();
    if (found.size() != 1) {
      List<String> ids = (found.isEmpty() ? all : found).stream().map(each -> each.id()).toList();
      throw new CheckpointException(
          "The topic %s holds %s checkpoint %s; it holds %s"
              .formatted(
                  topic.name(),
                  found.isEmpty() ? "no" : "more than one",
                  id,
                  ids.isEmpty() ? "none" : String.join(", ", ids)));
    }
    return found.get(0);
  }

  /**
   * Reads the weights of a full id and verifies their digest.
   *
   * @throws CheckpointException if the weights are missing or damaged
   */
  public Checkpoint load(String id) {
    return CheckpointDecoder.decode(
        fetch(id),
        id,
        new CheckpointFolder(settings.model().checkpointsDir()),
        "Checkpoint " + id + " in " + topic.name());
  }

  /**
   * Loads the model of a full id and checks it as a processor does before a swap.
   *
   * @return the caller closes it
   * @throws CheckpointException if the weights are missing, damaged or of another architecture
   * @throws io.contrastream.network.ModelException if the model fails its self-test
   */
  public Model open(String id) {
    return new CheckpointLoader(settings).check(fetch(id), id);
  }

  private ModelCheckpoint fetch(String id) {
    return reader
        .fetch(id, timeout)
        .orElseThrow(
            () ->
                new CheckpointException(
                    "The topic %s no longer holds checkpoint %s".formatted(topic.name(), id)));
  }

  /**
   * Publishes a checkpoint. No processor uses it until it is activated.
   *
   * @param encoder embeds with these weights
   */
  public void publish(Checkpoint checkpoint, Encoder<byte[]> encoder) {
    String model = settings.checkpoints().model();
    var record = CheckpointRecords.of(model, checkpoint, encoder, CheckpointRecords.Facts.NONE);
    await(writer().publish(record));
  }

  /**
   * Makes a checkpoint the active one, unless it already is. If a person does, trainers may
   * activate candidates again.
   *
   * @param id the full id
   * @return the current announcement afterwards, which may be one that was made at the same time
   */
  public ActiveCheckpoint activate(String id, ActivationCause cause, String reason, String by) {
    CheckpointHistory before = history();
    boolean lifts = before.promotionHeld() && cause == ActivationCause.MANUAL;
    Optional<ActiveCheckpoint> active = before.active().filter(now -> now.id().equals(id));
    return active.isPresent() && !lifts
        ? active.get()
        : announce(writer().next(before, file(before), id, cause, reason, by));
  }

  /**
   * Returns the full id of the checkpoint that a rollback activates.
   *
   * @throws CheckpointException if there is none, or the topic no longer holds its weights
   */
  public String rollbackTarget() {
    CheckpointHistory now = history();
    Optional<String> target = now.rollbackTarget(settings.modalities());
    if (target.isPresent()) {
      return find(target.get()).id();
    }
    boolean lacksEncoders = now.rollbackTarget(Set.of()).isPresent();
    throw new CheckpointException(
        "There is no checkpoint to roll back to%s; see: contrastream checkpoints list --topic"
            .formatted(
                lacksEncoders
                    ? " that has an encoder of each of the modalities "
                        + Modalities.names(settings.modalities())
                    : ""));
  }

  /**
   * Makes a former checkpoint the active one on behalf of a person. Trainers activate no candidate
   * until a person activates a checkpoint: the next one would undo the rollback within seconds.
   *
   * @param id the full id
   * @return the current announcement afterwards, which may be one that was made at the same time
   */
  public ActiveCheckpoint rollBack(String id, String reason, String by) {
    CheckpointHistory before = history();
    ActivationCause cause = ActivationCause.ROLLBACK;
    return announce(writer().next(before, file(before), id, cause, reason, by).holdingPromotion());
  }

  /**
   * Says that all inputs of a space have been embedded again.
   *
   * @param checkpointId that embedded them
   * @param embedded number of inputs that were embedded again
   * @param gone number of inputs that their topics no longer hold
   */
  public void complete(String spaceId, String checkpointId, long embedded, long gone) {
    await(writer().complete(spaceId, checkpointId, embedded, gone));
  }

  /** Asks for a candidate in the shadow, in place of the one before. */
  public void shadow(ShadowCheckpoint candidate) {
    await(writer().shadow(candidate));
  }

  /** Ends the shadow of a candidate that a processor can't use, unless it has ended already. */
  void refuseShadow(String id, String reason) {
    history()
        .shadow()
        .filter(shadow -> shadow.id().equals(id) && shadow.refusal().isEmpty())
        .ifPresent(shadow -> shadow(shadow.refused(reason)));
  }

  private ActiveCheckpoint announce(ActiveCheckpoint next) {
    await(writer().announce(next));
    writer().prune(history()).forEach(CheckpointAdmin::await);
    return reader.history().active().orElseThrow();
  }

  /**
   * Returns the checkpoint named in the settings, which the first announcement replaces; null if it
   * can't be read here, or for later ones.
   */
  private String file(CheckpointHistory before) {
    if (before.active().isPresent()) {
      return null;
    }
    ModelSettings model = settings.model();
    try {
      return new CheckpointFolder(model.checkpointsDir()).load(model.checkpoint()).id();
    } catch (CheckpointException e) {
      return null;
    }
  }

  private CheckpointWriter writer() {
    if (producer == null) {
      producer =
          new KafkaProducer<>(
              CheckpointWriter.producerProperties(settings),
              topic.keys().serializer(),
              topic.values().serializer());
    }
    return new CheckpointWriter(producer, topic.name(), settings.checkpoints());
  }

  private static void await(Future<?> sent) {
    try {
      sent.get();
    } catch (ExecutionException e) {
      throw new KafkaException(
          "Writing to the checkpoint topic failed: " + e.getCause().getMessage(), e.getCause());
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  @Override
  public void close() {
    reader.close();
    if (producer != null) {
      producer.close();
    }
  }
}
