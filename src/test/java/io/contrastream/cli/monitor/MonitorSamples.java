package io.contrastream.cli.monitor;

import io.contrastream.monitor.Snapshot;
import io.contrastream.schema.ActivationCause;
import io.contrastream.topic.checkpoint.ActiveCheckpoint;
import io.contrastream.topic.history.TelemetryHistory.DeadLetter;
import io.contrastream.topic.history.TelemetryHistory.Loss;
import java.util.List;

/** Sample states of a cluster. */
final class MonitorSamples {
  static final long NOON_MS = 12 * 3_600_000L;

  private MonitorSamples() {}

  static Snapshot full() {
    return new Snapshot(
        NOON_MS,
        List.of("image"),
        new Snapshot.Flow(10_000, 1234.4),
        new Snapshot.Flow(9_900, 1200.0),
        new Snapshot.Lag(1100, 700, "digit-images", 2),
        new Snapshot.Group("contrastream", "Stable", 2, 4),
        loss("image:image"),
        List.of(0.4, 0.2, 0.0123),
        List.of(),
        new ActiveCheckpoint(
            3,
            "4ae3f3a94377",
            "0e58d095bc80",
            "0e58d095bc80",
            ActivationCause.MANUAL,
            "better",
            "me",
            false,
            0),
        "contrastream-mnist",
        new Snapshot.Trainer(
            120,
            0.02,
            NOON_MS - 3000,
            new Snapshot.Verdict("REFUSED", "0123456789ab", "loss is worse", NOON_MS - 300_000)),
        new Snapshot.Flow(1, 0.2),
        List.of(
            new DeadLetter(
                "digit-images", "2", "17", "Not Avro:\u001b[2J\n bad", 3, "abc", NOON_MS - 1000)));
  }

  private static Loss loss(String modalities) {
    return new Loss(
        NOON_MS - 10_000,
        modalities,
        "4ae3f3a94377",
        150,
        50,
        400,
        0.0123,
        0.953,
        0.113,
        null,
        null,
        null);
  }

  /** Returns the state of a cluster in which captions and sounds are embedded, too. */
  static Snapshot ofThreeModalities() {
    return new Snapshot(
        NOON_MS,
        List.of("image", "caption", "sound"),
        new Snapshot.Flow(10_000, 900.0),
        new Snapshot.Flow(9_900, 800.0),
        new Snapshot.Lag(9, 5, "digit-sounds", 1),
        new Snapshot.Group("contrastream", "Stable", 2, 4),
        null,
        List.of(),
        List.of(
            new Snapshot.Losses(loss("image:caption"), List.of(0.4, 0.2, 0.0123)),
            new Snapshot.Losses(loss("image:sound"), List.of(0.4, 0.0123))),
        null,
        null,
        null,
        new Snapshot.Flow(0, null),
        List.of());
  }

  /** Returns the state of an idle cluster. */
  static Snapshot empty() {
    return with(null);
  }

  /** Returns the state of an idle cluster with a trainer's report. */
  static Snapshot with(Snapshot.Trainer trainer) {
    return new Snapshot(
        NOON_MS,
        List.of("image"),
        new Snapshot.Flow(0, null),
        new Snapshot.Flow(0, null),
        new Snapshot.Lag(0, 0, null, null),
        new Snapshot.Group("contrastream", null, 0, 0),
        null,
        List.of(),
        List.of(),
        null,
        null,
        trainer,
        new Snapshot.Flow(0, null),
        List.of());
  }
}
