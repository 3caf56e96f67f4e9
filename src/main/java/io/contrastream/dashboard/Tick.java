package io.contrastream.dashboard;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.contrastream.topic.history.TelemetryHistory.DeadLetter;
import io.contrastream.topic.history.TelemetryHistory.Loss;
import io.contrastream.topic.history.TelemetryHistory.Step;
import java.util.List;
import java.util.Map;

/**
 * What the page is told each second: what is new, or to those who just came, all that is kept.
 * Parts that have nothing new are null.
 *
 * @param figures our own meters, by their names
 * @param map the embedding space
 * @param fault why topics can't be read at the moment, or null
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
    CheckpointDesk.View checkpoints,
    String fault) {

  /** From an image's time to its embedding, milliseconds, in the last sample. */
  record Latency(long p50, long p99) {}

  /**
   * @param all whether these are all dots, and no others remain
   */
  record Dots(String checkpoint, boolean all, List<EmbeddingMap.Dot> dots) {}

  /**
   * A scored pair whose pictures are known.
   *
   * @param target 1, 0 or null
   * @param error squared, or null
   */
  record Pair(
      String id,
      String anchor,
      String contrastive,
      double cosine,
      Integer target,
      Double error,
      String checkpoint,
      long atMs) {}
}
