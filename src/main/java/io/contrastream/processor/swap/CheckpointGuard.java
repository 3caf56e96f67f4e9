package io.contrastream.processor.swap;

import io.contrastream.config.Settings;
import io.contrastream.encoding.Modalities;
import io.contrastream.encoding.ModalityPair;
import io.contrastream.lifecycle.RetryingThread;
import io.contrastream.schema.ActivationCause;
import io.contrastream.schema.LossWindow;
import io.contrastream.schema.TrainingEvent;
import io.contrastream.schema.TrainingStep;
import io.contrastream.topic.Topic;
import io.contrastream.topic.TopicReader;
import io.contrastream.topic.Topics;
import io.contrastream.topic.checkpoint.ActiveCheckpoint;
import io.contrastream.topic.checkpoint.CheckpointHistory;
import io.contrastream.topic.checkpoint.PublishedCheckpoint;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Activates the best proven checkpoint again if the live loss is worse under newer ones. Every
 * instance runs a guard, so that none must be elected: all read the same windows, and if several
 * announce at once, they use the same generation and the last announcement counts. The guard works
 * on a thread of its own.
 */
final class CheckpointGuard implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CheckpointGuard.class);
  private static final Duration POLL = Duration.ofMillis(200);

  private final Settings settings;
  private final Topics topics;
  private final Supplier<CheckpointStatus> status;

  /** Losses of different pairs of modalities can't be compared with each other. */
  private final Map<ModalityPair, LossWatch> watches = new HashMap<>();

  private final TopicReader<String, LossWindow> reader;
  private final RetryingThread thread;

  /** Signs the announcements. */
  private final String name = "guard-" + UUID.randomUUID().toString().substring(0, 8);

  private CheckpointStatus seen;

  /**
   * Reads the windows that come from now on; {@link #start} starts to judge them.
   *
   * @param status returns the status of this instance's follower; thread-safe
   */
  CheckpointGuard(Settings settings, Topics topics, Supplier<CheckpointStatus> status) {
    this.settings = settings;
    this.topics = topics;
    this.status = status;
    seen = status.get();
    ModalityPair.among(settings.modalities()).forEach(this::watch);
    reader =
        new TopicReader<>(settings.consumerProperties(), topics.loss(), TopicReader.From.LATEST);
    thread =
        new RetryingThread("checkpoint-guard", "the loss", "watched", this::step, reader::close);
  }

  void start() {
    thread.start();
  }

  /** Returns why the loss is no longer watched; empty while it is. Any thread may call this. */
  Optional<String> problem() {
    return thread.problem();
  }

  private LossWatch watch(ModalityPair modalities) {
    return watches.computeIfAbsent(
        modalities, first -> new LossWatch(settings.rollback(), seen.activeId()));
  }

  private void step() {
    reader.poll(POLL, record -> judge(record.value()));
    update(status.get());
  }

  private void judge(LossWindow window) {
    CheckpointStatus now = status.get();
    update(now);
    if (window != null && window.getMeanLoss() != null) {
      watch(ModalityPair.of(window.getModality(), window.getOtherModality()))
          .window(
              window.getCheckpointId(),
              window.getPositives() + window.getNegatives(),
              window.getMeanLoss())
          .ifPresent(rollback -> announce(now, rollback));
    }
  }

  /** Informs the watches if another checkpoint is active than at the last call. */
  private void update(CheckpointStatus now) {
    if (now.generation() == seen.generation() && now.activeId().equals(seen.activeId())) {
      return;
    }
    if (isRollback(now)) {
      watches.values().forEach(watch -> watch.trust(now.activeId()));
    } else {
      watches.values().forEach(watch -> watch.activated(now.activeId()));
    }
    seen = now;
  }

  private static boolean isRollback(CheckpointStatus now) {
    return now.announced() != null
        && now.announced().generation() == now.generation()
        && now.announced().cause() == ActivationCause.ROLLBACK;
  }

  /**
   * @param now the status when the rollback was decided
   */
  private void announce(CheckpointStatus now, LossWatch.Rollback rollback) {
    try (CheckpointAdmin checkpoints = new CheckpointAdmin(settings, topics.checkpoints())) {
      CheckpointHistory history = checkpoints.history();
      if (decidedSince(now.generation(), history)) {
        return;
      }
      Optional<String> to =
          Stream.of(rollback.to(), rollback.orElse())
              .flatMap(id -> history.checkpoint(id).stream())
              .filter(each -> each.hasEncodersOf(settings.modalities()))
              .map(PublishedCheckpoint::id)
              .findFirst();
      if (to.isEmpty()) {
        LOG.warn(
            "Checkpoint {} should be activated again, but is not, or no longer, in the topic, or"
                + " lacks an encoder of one of the modalities {}: {}",
            rollback.to(),
            Modalities.names(settings.modalities()),
            rollback.reason());
        return;
      }
      ActiveCheckpoint active =
          checkpoints.activate(to.get(), ActivationCause.ROLLBACK, rollback.reason(), name);
      if (active.id().equals(to.get())) {
        LOG.warn("Checkpoint {} is active again: {}", active.id(), rollback.reason());
      }
      if (active.by().equals(name)) {
        record(now.activeId(), active);
      }
    }
  }

  /** Whether a person or another guard was faster; a further promotion by a trainer is ignored. */
  private static boolean decidedSince(long generation, CheckpointHistory history) {
    return history.activations().stream()
        .takeWhile(each -> each.generation() > generation)
        .anyMatch(each -> each.cause() != ActivationCause.PROMOTION);
  }

  /** Records the rollback in the training telemetry. */
  private void record(String worseId, ActiveCheckpoint active) {
    TrainingStep step =
        TrainingStep.newBuilder()
            .setTrainerId(name)
            .setKind(TrainingEvent.ROLLED_BACK)
            .setAtMs(System.currentTimeMillis())
            .setCheckpointId(active.id())
            .setActiveId(worseId)
            .setReasons(List.of(active.reason()))
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

  @Override
  public void close() {
    thread.close();
  }
}
