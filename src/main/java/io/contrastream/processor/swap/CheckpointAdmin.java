package io.contrastream.processor.swap;

import io.contrastream.checkpoint.Checkpoint;
import io.contrastream.checkpoint.CheckpointException;
import io.contrastream.checkpoint.Safetensors;
import io.contrastream.config.Settings;
import io.contrastream.encoding.Embedder;
import io.contrastream.network.LoadedModel;
import io.contrastream.schema.ActivationCause;
import io.contrastream.schema.ModelCheckpoint;
import io.contrastream.topic.Topic;
import io.contrastream.topic.checkpoint.ActiveCheckpoint;
import io.contrastream.topic.checkpoint.CheckpointHistory;
import io.contrastream.topic.checkpoint.CheckpointReader;
import io.contrastream.topic.checkpoint.CheckpointRecords;
import io.contrastream.topic.checkpoint.CheckpointWriter;
import io.contrastream.topic.checkpoint.PublishedCheckpoint;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;

/**
 * The checkpoint topic for those who look at it or act on it by hand. Every change waits until it
 * is in the topic. One thread calls.
 */
public final class CheckpointAdmin implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Settings settings;
  private final Topic<String, ModelCheckpoint> topic;
  private final CheckpointReader log;
  private final Duration patience;
  private Producer<String, ModelCheckpoint> producer;

  /**
   * @param topic exists
   */
  public CheckpointAdmin(Settings settings, Topic<String, ModelCheckpoint> topic) {
    this(settings, topic, PATIENCE, settings.consumerProperties());
  }

  /**
   * @param topic exists
   * @param patience longest wait for what is to be read, and for each answer of the broker,
   *     whatever the settings say
   */
  public CheckpointAdmin(
      Settings settings, Topic<String, ModelCheckpoint> topic, Duration patience) {
    this(settings, topic, patience, within(patience, settings.consumerProperties()));
  }

  private CheckpointAdmin(
      Settings settings,
      Topic<String, ModelCheckpoint> topic,
      Duration patience,
      Map<String, Object> consumer) {
    this.settings = settings;
    this.topic = topic;
    this.patience = patience;
    log = new CheckpointReader(consumer, topic, settings.checkpoints().model());
  }

  private static Map<String, Object> within(Duration patience, Map<String, Object> consumer) {
    consumer.put(
        ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Math.toIntExact(patience.toMillis()));
    return consumer;
  }

  /** What the topic holds when this is called. */
  public CheckpointHistory history() {
    log.readToEnd(patience);
    return log.history();
  }

  /**
   * The checkpoint that a person means.
   *
   * @param id or its first digits
   * @throws CheckpointException where the topic holds none or several, saying which there are
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
   * A checkpoint with its weights, whose digest is checked.
   *
   * @param id as the topic has it
   * @throws CheckpointException where its weights are not there or damaged
   */
  public Checkpoint load(String id) {
    ByteBuffer buffer = fetch(id).getWeights().getSafetensors();
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return Safetensors.decode(bytes, "Checkpoint " + id + " in " + topic.name());
  }

  /**
   * Makes a checkpoint ready to embed and checks it as a processor does before a swap.
   *
   * @param id as the topic has it
   * @return the caller's, to close
   * @throws CheckpointException where its weights are not there, damaged or of another network
   * @throws io.contrastream.network.ModelException where it doesn't embed as it should
   */
  public LoadedModel open(String id) {
    return new CheckpointLoader(settings).check(fetch(id), id);
  }

  private ModelCheckpoint fetch(String id) {
    return log.fetch(id, patience)
        .orElseThrow(
            () ->
                new CheckpointException(
                    "The topic %s no longer holds checkpoint %s".formatted(topic.name(), id)));
  }

  /**
   * Sends a checkpoint; nobody embeds with it before it is activated.
   *
   * @param embedder has these weights
   */
  public void publish(Checkpoint checkpoint, Embedder embedder) {
    String model = settings.checkpoints().model();
    await(
        writer()
            .publish(
                CheckpointRecords.of(model, checkpoint, embedder, CheckpointRecords.Facts.NONE)));
  }

  /**
   * Makes a checkpoint the active one, unless it is already.
   *
   * @param id as the topic has it
   * @return what holds afterwards: another's announcement, where that came at the same time
   */
  public ActiveCheckpoint activate(String id, ActivationCause cause, String reason, String by) {
    CheckpointHistory before = history();
    Optional<ActiveCheckpoint> active = before.active().filter(now -> now.id().equals(id));
    if (active.isPresent()) {
      return active.get();
    }
    await(writer().announce(writer().next(before, id, cause, reason, by)));
    writer().prune(history()).forEach(CheckpointAdmin::await);
    return log.history().active().orElseThrow();
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
          "The checkpoint topic could not be written: " + e.getCause().getMessage(), e.getCause());
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  @Override
  public void close() {
    log.close();
    if (producer != null) {
      producer.close();
    }
  }
}
