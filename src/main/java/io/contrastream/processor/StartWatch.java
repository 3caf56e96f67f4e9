package io.contrastream.processor;

import io.contrastream.config.Guarantee;
import io.contrastream.config.Settings;
import io.contrastream.lifecycle.WaitLog;
import io.contrastream.topic.Coordinators;
import io.contrastream.topic.Coordinators.Fault;
import io.contrastream.topic.KafkaAdmin;
import io.contrastream.topic.TopicException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Looks for the reason while a processor is not ready: Kafka Streams waits without an error for a
 * broker that offers no groups or transactions. Each new reason is printed. Any thread may ask.
 */
final class StartWatch implements AutoCloseable {
  /** Longer than a start without much state takes. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Settings settings;
  private final BooleanSupplier done;
  private final Thread thread;
  private volatile String reason = "";

  /**
   * @param done whether nothing is left to be explained
   */
  StartWatch(Settings settings, BooleanSupplier done) {
    this.settings = settings;
    this.done = done;
    thread = new Thread(this::watch, "start-watch");
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Returns why the processor is not ready; empty if that is unknown. */
  Optional<String> reason() {
    return Optional.of(reason).filter(text -> !text.isEmpty());
  }

  private void watch() {
    try {
      Thread.sleep(PATIENCE.toMillis());
      while (!done.getAsBoolean()) {
        tell(look());
        Thread.sleep(PATIENCE.toMillis());
      }
      reason = "";
    } catch (InterruptedException | InterruptException e) {
      reason = ""; // the processor is closed
    }
  }

  private void tell(String found) {
    if (!found.isEmpty() && !found.equals(reason)) {
      WaitLog.warn(found);
    }
    reason = found;
  }

  private String look() {
    String application = settings.stream().applicationId();
    try (KafkaAdmin kafka = new KafkaAdmin(settings.adminProperties(), PATIENCE)) {
      Coordinators coordinators = new Coordinators(kafka);
      Optional<Fault> group = coordinators.faultOfGroup(application);
      if (group.isPresent() || settings.stream().guarantee() == Guarantee.AT_LEAST_ONCE) {
        return group.map(StartWatch::sentence).orElse("");
      }
      return coordinators
          .faultOfTransactions(application + "-start")
          .map(fault -> sentence(fault) + "; stream.guarantee=at_least_once needs no transactions")
          .orElse("");
    } catch (TopicException e) {
      return e.getMessage();
    }
  }

  private static String sentence(Fault fault) {
    return fault.seen() + "; " + fault.remedy();
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
