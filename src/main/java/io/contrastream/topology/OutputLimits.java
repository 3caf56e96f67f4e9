package io.contrastream.topology;

import io.contrastream.config.Settings;
import io.contrastream.config.TopicSettings;
import io.contrastream.topic.TopicLimits;
import io.contrastream.topic.TopicSetup;
import java.util.List;

/**
 * The records that the output topics accept. One that they refuse would stop the stream, and again
 * after each restart, so the topology never produces one.
 *
 * @param deadLetterBytes maximum size of a dead letter
 * @param ageMs how far an output's timestamp may be in the past, milliseconds
 * @param aheadMs how far it may be in the future, milliseconds
 * @param embeddingKeyed whether an embedding must have a key
 * @param deadLetterKeyed whether a dead letter must have a key
 */
public record OutputLimits(
    int deadLetterBytes,
    long ageMs,
    long aheadMs,
    boolean embeddingKeyed,
    boolean deadLetterKeyed) {

  /** The limits of topics with a broker's defaults. */
  public static final OutputLimits DEFAULT =
      of(TopicLimits.DEFAULT, TopicLimits.DEFAULT, List.of());

  /** A later timestamp is a wrong clock or a wrong unit, not a difference of two clocks. */
  private static final long MAX_AHEAD_MS = 60_000;

  /** Leaves time for a record to wait in the join and to be sent. */
  private static final long AGE_MARGIN_MS = 60_000;

  static OutputLimits of(
      TopicLimits deadLetters, TopicLimits embeddings, List<TopicLimits> others) {
    TopicLimits all = others.stream().reduce(deadLetters.and(embeddings), TopicLimits::and);
    return new OutputLimits(
        deadLetters.messageBytes(),
        all.ageMs(),
        all.aheadMs(),
        embeddings.keyed(),
        deadLetters.keyed());
  }

  /** Requests the limits from the broker; the defaults count if the user may not read them. */
  public static OutputLimits request(Settings settings) {
    TopicSettings topics = settings.topics();
    List<TopicLimits> limits =
        TopicSetup.limits(
            settings,
            List.of(
                topics.deadLetters(),
                topics.embeddings(),
                topics.scores(),
                topics.labelledPairs(),
                topics.loss()));
    return of(limits.get(0), limits.get(1), limits);
  }

  /**
   * @param requestBytes maximum size of a producer's request
   */
  OutputLimits within(int requestBytes) {
    int bytes = Math.min(deadLetterBytes, requestBytes);
    return new OutputLimits(bytes, ageMs, aheadMs, embeddingKeyed, deadLetterKeyed);
  }

  /**
   * Returns the timestamp, or the nearest one that the outputs accept. A missing timestamp, which
   * is negative, and one too far in the future count as now.
   */
  long accepted(long timestampMs, long nowMs) {
    if (timestampMs < 0 || timestampMs > nowMs + Math.min(aheadMs, MAX_AHEAD_MS)) {
      return nowMs;
    }
    long earliestMs = nowMs - Math.max(0, ageMs - AGE_MARGIN_MS);
    return Math.max(timestampMs, earliestMs);
  }
}
