package io.contrastream.dashboard;

import com.fasterxml.jackson.annotation.JsonInclude;
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
   * A record of a window; there may be several of one.
   *
   * @param positives pairs with a target of 1
   * @param negatives pairs with a target of 0
   * @param distance from the embeddings that the checkpoint began with, or null
   * @param drift whether that is too far, or null
   */
  record Loss(
      long atMs,
      String checkpoint,
      long positives,
      long negatives,
      long images,
      Double loss,
      Double positive,
      Double negative,
      Double uniformity,
      Double distance,
      Boolean drift) {}

  record Step(long atMs, String kind, long step, Double loss, String checkpoint, String reason) {}

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

  /**
   * @param text the first bytes of the record, what can't be printed as dots
   */
  record DeadLetter(
      String topic,
      String partition,
      String offset,
      String cause,
      int bytes,
      String text,
      long atMs) {}
}
