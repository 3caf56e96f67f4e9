package io.contrastream.monitor;

import io.contrastream.topic.checkpoint.ActiveCheckpoint;
import io.contrastream.topic.history.TelemetryHistory.DeadLetter;
import io.contrastream.topic.history.TelemetryHistory.Loss;
import java.util.List;

/**
 * What a monitor sees at one moment. Times are milliseconds since 1970 UTC.
 *
 * @param modalities those whose inputs are counted, in lower case
 * @param images inputs written to the topics of these modalities, not only images
 * @param embedded committed inputs, dead-lettered ones included
 * @param lag inputs not yet processed
 * @param group consumer group of the processors
 * @param loss newest loss window of pairs of images, or null if there is none yet
 * @param lossCurve mean losses of the latest of these windows, oldest first, at most 20
 * @param otherLosses those of other pairs of modalities that have any, in the enum's order
 * @param checkpoint active checkpoint, or null if none has been announced
 * @param checkpointName what people call it, or null if it has no name
 * @param trainer latest report of a trainer, or null if there is none
 * @param deadLetters dead letters since the monitor's first snapshot
 * @param newestDeadLetters latest dead letters of the topic, newest first, at most 5
 */
public record Snapshot(
    long atMs,
    List<String> modalities,
    Flow images,
    Flow embedded,
    Lag lag,
    Group group,
    Loss loss,
    List<Double> lossCurve,
    List<Losses> otherLosses,
    ActiveCheckpoint checkpoint,
    String checkpointName,
    Trainer trainer,
    Flow deadLetters,
    List<DeadLetter> newestDeadLetters) {

  /**
   * @param count records since the monitor's first snapshot
   * @param perSecond rate of the last seconds, or null in the first snapshot
   */
  public record Flow(long count, Double perSecond) {
    static Flow of(GrowthRate rate) {
      return new Flow(rate.total(), rate.perSecond());
    }
  }

  /**
   * @param worst lag of the partition that is furthest behind
   * @param worstTopic topic of that partition, or null if there is no lag
   * @param worstPartition number of that partition, or null if there is no lag
   */
  public record Lag(long total, long worst, String worstTopic, Integer worstPartition) {}

  /** The losses of two modalities: {@code loss} and {@code lossCurve} as above. */
  public record Losses(Loss loss, List<Double> lossCurve) {}

  /**
   * @param state Kafka's name of the state, or null if no processor has ever joined
   * @param threads stream threads of all instances
   */
  public record Group(String id, String state, int instances, int threads) {}

  /**
   * @param step optimiser steps since the start of the training
   * @param loss loss of the latest steps, or null if none was reported
   * @param verdict latest verdict on a candidate, or null if there is none yet
   */
  public record Trainer(long step, Double loss, long atMs, Verdict verdict) {}

  /**
   * @param kind VERDICT, SHADOWED, PROMOTED, REFUSED, ROLLED_BACK or NOT_JUDGED
   * @param checkpoint id of the candidate, or null if no candidate was judged
   */
  public record Verdict(String kind, String checkpoint, String reason, long atMs) {}
}
