package io.contrastream.processor.swap;

import io.contrastream.config.Settings;
import io.contrastream.schema.ActivationCause;
import io.contrastream.schema.LossWindow;
import io.contrastream.schema.TrainingEvent;
import io.contrastream.schema.TrainingStep;
import io.contrastream.topic.Topic;
import io.contrastream.topic.TopicReader;
import io.contrastream.topic.Topics;
import io.contrastream.topic.checkpoint.ActiveCheckpoint;
import io.contrastream.topic.checkpoint.CheckpointHistory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Activates the last proven checkpoint again where the live loss is worse under newer ones. Every
 * instance has one, so that none must be chosen: they see the same windows, and of what several
 * announce at once, which is one generation, the last holds. A thread of its own works.
 */
public final class CheckpointGuard implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CheckpointGuard.class);
  private static final Duration POLL = Duration.ofMillis(200);

  private final Settings settings;
  private final Topics topics;
  private final Supplier<CheckpointStatus> status;
  private final String name;
  private final LossWatch watch;
  private final Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1));
  private final TopicReader<String, LossWindow> reader;
  private final Thread thread = new Thread(this::run, "checkpoint-guard");
  private CheckpointStatus seen;
  private volatile String problem;

  private CheckpointGuard(Settings settings, Topics topics, Supplier<CheckpointStatus> status) {
    this.settings = settings;
    this.topics = topics;
    this.status = status;
    name = "guard-" + UUID.randomUUID().toString().substring(0, 8);
    watch = new LossWatch(settings.rollback());
    reader =
        new TopicReader<>(settings.consumerProperties(), topics.loss(), TopicReader.From.LATEST);
    follow(status.get());
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Watches from now on.
   *
   * @param topics exist
   * @param status of this instance's follower; any thread may ask
   */
  public static CheckpointGuard start(
      Settings settings, Topics topics, Supplier<CheckpointStatus> status) {
    return new CheckpointGuard(settings, topics, status);
  }

  private void run() {
    try (reader) {
      while (!backoff.isStopped()) {
        try {
          advance();
          backoff.reset();
        } catch (RuntimeException e) {
          pauseAfter(e);
        }
      }
    } catch (Error e) {
      problem = "the loss is watched no more: " + e;
      LOG.error("The loss is watched no more", e);
      throw e;
    }
  }

  /** Why the loss is watched no more; empty while it is. Any thread may ask. */
  Optional<String> problem() {
    return Optional.ofNullable(problem);
  }

  private void advance() {
    reader.poll(POLL, record -> see(record.value()));
    follow(status.get());
  }

  /** Tells the watch where another checkpoint is active than at the last time. */
  private void follow(CheckpointStatus now) {
    if (seen != null
        && now.generation() == seen.generation()
        && now.activeId().equals(seen.activeId())) {
      return;
    }
    if (seen == null || isRollback(now)) {
      watch.trust(now.activeId());
    } else {
      watch.activated(now.activeId());
    }
    seen = now;
  }

  private static boolean isRollback(CheckpointStatus now) {
    return now.announced() != null
        && now.announced().generation() == now.generation()
        && now.announced().cause() == ActivationCause.ROLLBACK;
  }

  private void see(LossWindow window) {
    CheckpointStatus now = status.get();
    follow(now);
    if (window != null && window.getMeanLoss() != null) {
      watch
          .window(
              window.getCheckpointId(),
              window.getPositives() + window.getNegatives(),
              window.getMeanLoss())
          .ifPresent(back -> goBack(now, back));
    }
  }

  private void goBack(CheckpointStatus now, LossWatch.GoBack back) {
    try (CheckpointAdmin store = new CheckpointAdmin(settings, topics.checkpoints())) {
      CheckpointHistory history = store.history();
      if (decidedSince(now.generation(), history)) {
        return;
      }
      if (history.checkpoint(back.to()).isEmpty()) {
        LOG.warn(
            "Checkpoint {} is no longer in the topic, or never was, else it would be active again:"
                + " {}",
            back.to(),
            back.reason());
        return;
      }
      ActiveCheckpoint active =
          store.activate(back.to(), ActivationCause.ROLLBACK, back.reason(), name);
      if (active.id().equals(back.to())) {
        LOG.warn("Checkpoint {} is active again: {}", active.id(), back.reason());
      }
      if (active.by().equals(name)) {
        record(now.activeId(), active, back.reason());
      }
    }
  }

  /**
   * Whether a person or another guard was quicker; a trainer's further promotion changes nothing.
   */
  private static boolean decidedSince(long generation, CheckpointHistory history) {
    return history.activations().stream()
        .takeWhile(each -> each.generation() > generation)
        .anyMatch(each -> each.cause() != ActivationCause.PROMOTION);
  }

  private void record(String worseId, ActiveCheckpoint active, String reason) {
    TrainingStep step =
        TrainingStep.newBuilder()
            .setTrainerId(name)
            .setKind(TrainingEvent.ROLLED_BACK)
            .setAtMs(System.currentTimeMillis())
            .setCheckpointId(active.id())
            .setActiveId(worseId)
            .setReasons(List.of(reason))
            .build();
    Topic<String, TrainingStep> training = topics.training();
    try (KafkaProducer<String, TrainingStep> producer =
        new KafkaProducer<>(
            settings.producerProperties(),
            training.keys().serializer(),
            training.values().serializer())) {
      producer.send(new ProducerRecord<>(training.name(), name, step));
    }
  }

  private void pauseAfter(RuntimeException cause) {
    if (backoff.isStopped()) {
      return;
    }
    LOG.warn("The loss can't be watched at the moment, trying again", cause);
    backoff.pause();
  }

  @Override
  public void close() {
    backoff.stop();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
