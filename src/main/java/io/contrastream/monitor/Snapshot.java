package io.contrastream.monitor;

import io.contrastream.topic.checkpoint.ActiveCheckpoint;
import io.contrastream.topic.history.TelemetryHistory.DeadLetter;
import io.contrastream.topic.history.TelemetryHistory.Loss;
import java.util.List;

/**
 * What a monitor sees at a moment. Times are milliseconds since 1970 UTC.
 *
 * @param images that go in
 * @param embedded images that are done, as far as that is committed; a bad record's dead letter is
 *     its being done
 * @param lag images that wait
 * @param group of the processors
 * @param loss of the newest window; null before the first
 * @param lossCurve mean losses of the last windows, oldest first, at most 20
 * @param checkpoint the one announced last; null where none was
 * @param trainer null where none has reported
 * @param deadLetters since the monitor's first look
 * @param newestDeadLetters of the topic, newest first, at most 5
 */
public record Snapshot(
    long atMs,
    Flow images,
    Flow embedded,
    Lag lag,
    Group group,
    Loss loss,
    List<Double> lossCurve,
    ActiveCheckpoint checkpoint,
    Trainer trainer,
    Flow deadLetters,
    List<DeadLetter> newestDeadLetters) {

  /**
   * How something flows.
   *
   * @param count since the monitor's first look
   * @param perSecond null at that first look
   */
  public record Flow(long count, Double perSecond) {
    static Flow of(GrowthRate growth) {
      return new Flow(growth.total(), growth.perSecond());
    }
  }

  /**
   * How much waits.
   *
   * @param worst in the partition that is most behind
   * @param worstPartition null where nothing waits
   */
  public record Lag(long total, long worst, Integer worstPartition) {}

  /**
   * The processors' consumer group.
   *
   * @param state as Kafka names it; null where no processor has ever joined
   * @param threads of all instances
   */
  public record Group(String id, String state, int instances, int threads) {}

  /**
   * The trainer that reported last.
   *
   * @param step optimiser steps since the training began
   * @param loss of the last steps; null where none is told
   * @param verdict null before the first
   */
  public record Trainer(long step, Double loss, long atMs, Verdict verdict) {}

  /**
   * What became of a candidate.
   *
   * @param kind VERDICT, PROMOTED, REFUSED or ROLLED_BACK
   * @param checkpoint null where there was nothing to judge a candidate on
   */
  public record Verdict(String kind, String checkpoint, String reason, long atMs) {}
}
