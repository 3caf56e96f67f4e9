package io.contrastream.processor.swap;

import io.contrastream.config.Settings;
import io.contrastream.schema.ActivationCause;
import io.contrastream.schema.TrainingEvent;
import io.contrastream.schema.TrainingStep;
import io.contrastream.topic.Topic;
import io.contrastream.topic.Topics;
import io.contrastream.topic.checkpoint.ActiveCheckpoint;
import io.contrastream.topic.checkpoint.CheckpointHistory;
import java.util.List;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Announces a former checkpoint again, and records this in the training telemetry.
 *
 * @param name the guard's name, which signs the announcement
 */
record RollbackAnnouncer(Settings settings, Topics topics, String name) {
  private static final Logger LOG = LoggerFactory.getLogger(RollbackAnnouncer.class);

  /**
   * @param status the processor's status when the rollback was decided
   */
  void announce(CheckpointStatus status, LossWatch.Rollback rollback) {
    try (CheckpointAdmin checkpoints = new CheckpointAdmin(settings, topics.checkpoints())) {
      CheckpointHistory history = checkpoints.history();
      if (decidedSince(status.generation(), history)) {
        return;
      }
      if (history.checkpoint(rollback.to()).isEmpty()) {
        LOG.warn(
            "Checkpoint {} should be activated again, but is not, or no longer, in the topic: {}",
            rollback.to(),
            rollback.reason());
        return;
      }
      ActiveCheckpoint active =
          checkpoints.activate(rollback.to(), ActivationCause.ROLLBACK, rollback.reason(), name);
      if (active.id().equals(rollback.to())) {
        LOG.warn("Checkpoint {} is active again: {}", active.id(), rollback.reason());
      }
      if (active.by().equals(name)) {
        record(status.activeId(), active, rollback.reason());
      }
    }
  }

  /** Whether a person or another guard was faster; a further promotion by a trainer is ignored. */
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
}
