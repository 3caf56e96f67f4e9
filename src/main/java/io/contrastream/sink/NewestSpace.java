package io.contrastream.sink;

import io.contrastream.config.Settings;
import io.contrastream.lifecycle.Closeables;
import io.contrastream.schema.ModelCheckpoint;
import io.contrastream.topic.BrokerUnavailableException;
import io.contrastream.topic.Topic;
import io.contrastream.topic.TopicException;
import io.contrastream.topic.checkpoint.CheckpointReader;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows the space of the active checkpoint once it is as full as the one shown, or complete by the
 * checkpoint topic: {@code reembed} has embedded all inputs in it again. Not thread-safe.
 */
public final class NewestSpace implements SpaceChoice {
  private static final Logger LOG = LoggerFactory.getLogger(NewestSpace.class);
  private static final String UNREADABLE = "Which spaces are complete can't be read";
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final int REQUEST_TIMEOUT_MS = 10_000;

  private final Settings settings;
  private final Topic<String, ModelCheckpoint> topic;
  private CheckpointReader reader;

  /** What the topic said when it was last read. */
  private Set<String> readComplete = Set.of();

  private Optional<String> current = Optional.empty();

  /** What is gone by: what it said before that. */
  private Set<String> complete = Set.of();

  private Optional<String> active = Optional.empty();
  private boolean inContact;

  /** Reads what the topic says now. */
  public NewestSpace(Settings settings, Topic<String, ModelCheckpoint> topic) {
    this.settings = settings;
    this.topic = topic;
    readIfPossible();
    take();
  }

  /**
   * Goes by what the topic said at the call before, or at first when this was created. The
   * embeddings came before, so who has read their topic to its end since then has all of them.
   */
  @Override
  public Optional<String> choose(
      List<String> spaces, Optional<String> shown, ToLongFunction<String> rows) {
    SpaceChoice choice = SpaceChoice.thatIsFull(active, complete);
    readIfPossible();
    take();
    return choice.choose(spaces, shown, rows);
  }

  /** While it waits for a broker, nothing is copied. */
  private static Map<String, Object> impatient(Settings settings) {
    Map<String, Object> properties = new HashMap<>(settings.consumerProperties());
    properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MS);
    return properties;
  }

  @Override
  public boolean isInContact() {
    return inContact;
  }

  private void take() {
    complete = readComplete;
    active = current;
  }

  @Override
  public Optional<String> current() {
    return current;
  }

  /**
   * Leaves what {@link #choose} goes by as it is.
   *
   * @throws RetriableException if the broker does not answer
   * @throws BrokerUnavailableException likewise
   */
  @Override
  public void refresh() {
    inContact = false;
    try {
      read();
      inContact = true;
    } catch (RetriableException | BrokerUnavailableException | InterruptException e) {
      throw e;
    } catch (KafkaException | TopicException e) { // Kafka has answered
      inContact = true;
      LOG.warn(UNREADABLE, e);
    }
  }

  /** A sink works without this topic, too. */
  private void readIfPossible() {
    try {
      refresh();
    } catch (RetriableException | BrokerUnavailableException e) {
      LOG.warn(UNREADABLE, e);
    }
  }

  private void read() {
    if (reader == null) {
      reader = new CheckpointReader(impatient(settings), topic, settings.checkpoints().model());
    }
    reader.readToEnd(TIMEOUT);
    readComplete = reader.history().completeSpaces();
    current = reader.history().activeSpace();
  }

  @Override
  public void close() {
    Closeables.closeAll(reader);
  }
}
