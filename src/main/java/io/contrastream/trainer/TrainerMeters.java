package io.contrastream.trainer;

import static io.contrastream.telemetry.Metric.TRAINER_CANDIDATES_PASSED;
import static io.contrastream.telemetry.Metric.TRAINER_CANDIDATES_REFUSED;
import static io.contrastream.telemetry.Metric.TRAINER_LEARNING_RATE;
import static io.contrastream.telemetry.Metric.TRAINER_LOSS;
import static io.contrastream.telemetry.Metric.TRAINER_PAIRS;
import static io.contrastream.telemetry.Metric.TRAINER_RUNNING;
import static io.contrastream.telemetry.Metric.TRAINER_SHADOW_ACTIVE_LOSS;
import static io.contrastream.telemetry.Metric.TRAINER_SHADOW_LOSS;
import static io.contrastream.telemetry.Metric.TRAINER_SHADOW_PAIRS;
import static io.contrastream.telemetry.Metric.TRAINER_STEPS;
import static io.contrastream.telemetry.Metric.TRAINER_STEPS_SKIPPED;

import io.contrastream.telemetry.Health;
import io.contrastream.telemetry.Meters;
import java.util.Optional;

/** A trainer's metrics and health check. */
public final class TrainerMeters {
  private TrainerMeters() {}

  public static void add(TrainerProcess trainer, Meters meters, Health health) {
    meters
        .gauge(TRAINER_RUNNING, () -> trainer.isRunning() ? 1 : 0)
        .counter(TRAINER_STEPS, () -> trainer.progress().counts().steps())
        .counter(TRAINER_STEPS_SKIPPED, () -> trainer.progress().counts().skipped())
        .counter(TRAINER_PAIRS, () -> trainer.progress().counts().pairs())
        .gauge(
            TRAINER_LOSS, () -> Optional.ofNullable(trainer.progress().loss()).orElse(Double.NaN))
        .gauge(TRAINER_LEARNING_RATE, () -> trainer.progress().learningRate())
        .counter(TRAINER_CANDIDATES_PASSED, () -> trainer.progress().passed())
        .counter(TRAINER_CANDIDATES_REFUSED, () -> trainer.progress().refused())
        .gauge(TRAINER_SHADOW_PAIRS, () -> trainer.progress().shadow().pairs())
        .gauge(TRAINER_SHADOW_LOSS, () -> trainer.progress().shadow().meanLoss())
        .gauge(TRAINER_SHADOW_ACTIVE_LOSS, () -> trainer.progress().shadow().activeMeanLoss());
    health.addLiveness(
        "trainer",
        () -> trainer.isRunning() ? Optional.empty() : Optional.of("it has stopped; see its log"));
    health.addReadiness("trainer", trainer::outage);
  }
}
