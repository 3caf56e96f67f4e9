package io.contrastream.bench.swap;

import io.contrastream.bench.EndOffsets;
import io.contrastream.config.Settings;
import io.contrastream.image.DigitPairs;
import io.contrastream.schema.ImageEmbedding;
import io.contrastream.schema.PairScore;
import io.contrastream.topic.Topic;
import io.contrastream.topic.TopicReader;
import io.contrastream.topic.Topics;
import java.time.Duration;
import java.util.BitSet;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Reads all outputs of one producer of pairs as they become readable to those who want nothing but
 * what is final, and keeps what tells whether one is missing, doubled, mixed or late. A thread of
 * its own reads; any may ask.
 */
final class OutputChecker implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(20);

  private final DigitPairs pairs;
  private final ExpectedScores known;
  private final BitSet imagesSeen = new BitSet();
  private final BitSet pairsSeen = new BitSet();
  private final Map<String, Long> firstSeenNs = new ConcurrentHashMap<>();
  private final TopicReader<String, ImageEmbedding> embeddings;
  private final TopicReader<String, PairScore> scores;
  private final Thread thread = new Thread(this::read, "swap-outputs");
  private long lastOutputNs;
  private volatile long embedded;
  private volatile long scored;
  private volatile long doubled;
  private volatile long mixed;
  private volatile long longestGapNs;
  private volatile RuntimeException failure;
  private volatile boolean stopped;

  /**
   * @param topics exist, and are empty
   */
  OutputChecker(Settings settings, Topics topics, DigitPairs pairs, ExpectedScores known) {
    this.pairs = pairs;
    this.known = known;
    embeddings = reader(settings, topics.embeddings());
    scores = reader(settings, topics.scores());
    thread.start();
  }

  private static <V> TopicReader<String, V> reader(Settings settings, Topic<String, V> topic) {
    return new TopicReader<>(EndOffsets.readCommitted(settings), topic, TopicReader.From.BEGINNING);
  }

  private void read() {
    try {
      while (!stopped) {
        if (embeddings.poll(POLL, record -> see(record.value())) > 0) {
          noteGap(System.nanoTime());
        }
        scores.poll(Duration.ZERO, record -> see(record.value()));
      }
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  private void noteGap(long nowNs) {
    if (lastOutputNs > 0) {
      longestGapNs = Math.max(longestGapNs, nowNs - lastOutputNs);
    }
    lastOutputNs = nowNs;
  }

  private void see(ImageEmbedding embedding) {
    String id = embedding.getImageId();
    String pairId = embedding.getPairId();
    firstSeenNs.computeIfAbsent(embedding.getCheckpointId(), unseen -> System.nanoTime());
    if (once(imagesSeen, 2 * indexOf(pairId) + (id.endsWith("-a") ? 0 : 1))) {
      embedded++;
    }
  }

  private void see(PairScore score) {
    int index = indexOf(score.getPairId());
    if (!known.agrees(score, pairs.pair(index))) {
      mixed++;
    }
    if (once(pairsSeen, index)) {
      scored++;
    }
  }

  private boolean once(BitSet seen, int index) {
    if (seen.get(index)) {
      doubled++;
      return false;
    }
    seen.set(index);
    return true;
  }

  private static int indexOf(String pairId) {
    return Integer.parseInt(pairId.substring(pairId.lastIndexOf('-') + 1));
  }

  /** Images embedded, and seen; each counts once. */
  long embedded() {
    return embedded;
  }

  /** Whether all images of so many, and the scores of their pairs, have been seen. */
  boolean complete(long images) {
    return embedded >= images && scored >= images / 2;
  }

  SwapResult.Counts counts(long images) {
    return new SwapResult.Counts(images - embedded + images / 2 - scored, doubled, mixed);
  }

  /** Longest time between two readings that brought outputs, since this was asked last. */
  double takeLongestGapMs() {
    double ms = longestGapNs / 1e6;
    longestGapNs = 0;
    return ms;
  }

  /** When an output of that checkpoint was first seen since {@link #forget}; null before. */
  Long firstSeenNs(String checkpointId) {
    return firstSeenNs.get(checkpointId);
  }

  void forget(String checkpointId) {
    firstSeenNs.remove(checkpointId);
  }

  /** Throws what reading has failed with. */
  void throwFailure() {
    if (failure != null) {
      throw failure;
    }
  }

  @Override
  public void close() {
    stopped = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    embeddings.close();
    scores.close();
  }
}
