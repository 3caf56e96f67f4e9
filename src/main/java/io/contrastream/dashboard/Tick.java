package io.contrastream.dashboard;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.contrastream.topic.history.TelemetryHistory.DeadLetter;
import io.contrastream.topic.history.TelemetryHistory.Loss;
import io.contrastream.topic.history.TelemetryHistory.Step;
import java.util.List;
import java.util.Map;

/**
 * An event of the live stream: what is new since the last one, or the whole state for a browser
 * that has just connected. Parts without news are null or empty.
 *
 * @param figures values by metric name
 * @param fault why the topics can't be read at the moment, or null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Tick(
    long nowMs,
    Map<String, Double> figures,
    Latency latency,
    Dots map,
    List<Loss> loss,
    List<Step> training,
    List<Pair> pairs,
    List<Pair> worst,
    List<DeadLetter> deadLetters,
    CheckpointControl.View checkpoints,
    String fault) {

  /**
   * Milliseconds from an image's production until its embedding could be read, of those that this
   * process committed since the last tick.
   */
  record Latency(long p50, long p99) {}

  /**
   * @param byLabel whether each label has its place on a circle; otherwise the axes are principal
   *     components
   * @param all whether these replace all dots; otherwise they are added
   */
  record Dots(String space, boolean byLabel, boolean all, List<EmbeddingMap.Dot> dots) {}

  /**
   * A scored pair whose inputs are cached.
   *
   * @param target 1, 0, or null without a target
   * @param error the squared error, or null without a target
   */
  record Pair(
      String id,
      String anchor,
      String anchorModality,
      String contrastive,
      String contrastiveModality,
      double cosine,
      Integer target,
      Double error,
      String checkpoint,
      long atMs) {}
}
