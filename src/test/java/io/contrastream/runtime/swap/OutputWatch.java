package io.contrastream.runtime.swap;

import io.contrastream.runtime.TopicReader;
import io.contrastream.schema.ImageEmbedding;
import io.contrastream.schema.PairScore;
import java.time.Duration;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Reads all outputs of one producer as they become readable, and keeps what tells whether one is
 * missing, doubled or late. A thread of its own reads; the figures are for any thread.
 */
final class OutputWatch implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(20);
  private static final int SAMPLE = 50;

  /** Some of the scores, to be computed again. */
  final Map<String, PairScore> sampled = new HashMap<>();

  private final BitSet images = new BitSet();
  private final BitSet pairs = new BitSet();
  private final Map<String, Long> firstSeenNs = new ConcurrentHashMap<>();
  private final TopicReader<String, ImageEmbedding> embeddings;
  private final TopicReader<String, PairScore> scores;
  private final Thread thread = new Thread(this::read, "output-watch");
  private volatile long embedded;
  private volatile long scored;
  private volatile long doubled;
  private volatile long longestGapNs;
  private volatile boolean stopped;
  private long lastOutputNs;

  OutputWatch(SwapHarness swap) {
    embeddings =
        new TopicReader<>(
            swap.settings.consumerProperties(), swap.topics.embeddings(), TopicReader.From.LATEST);
    scores =
        new TopicReader<>(
            swap.settings.consumerProperties(), swap.topics.scores(), TopicReader.From.LATEST);
    thread.start();
  }

  private void read() {
    while (!stopped) {
      int came = embeddings.poll(POLL, record -> see(record.value()));
      long nowNs = System.nanoTime();
      if (came > 0) {
        if (lastOutputNs > 0) {
          longestGapNs = Math.max(longestGapNs, nowNs - lastOutputNs);
        }
        lastOutputNs = nowNs;
      }
      scores.poll(Duration.ZERO, record -> see(record.value()));
    }
  }

  private void see(ImageEmbedding embedding) {
    String id = embedding.getImageId();
    int image = 2 * pairOf(id) + (id.endsWith("-a") ? 0 : 1);
    doubled += images.get(image) ? 1 : 0;
    images.set(image);
    embedded++;
    firstSeenNs.computeIfAbsent(embedding.getCheckpointId(), unseen -> System.nanoTime());
  }

  private void see(PairScore score) {
    int pair = pairOf(score.getPairId());
    doubled += pairs.get(pair) ? 1 : 0;
    pairs.set(pair);
    scored++;
    if (pair % SAMPLE == 0) {
      sampled.put(score.getPairId(), score);
    }
  }

  private static int pairOf(String id) {
    return Integer.parseInt(id.split("-")[1]);
  }

  long embedded() {
    return embedded;
  }

  long scored() {
    return scored;
  }

  long doubled() {
    return doubled;
  }

  /** Longest time between two readings that brought outputs, since this was asked last. */
  double takeLongestGapMs() {
    double ms = longestGapNs / 1e6;
    longestGapNs = 0;
    return ms;
  }

  /** When an output of that checkpoint was first read since {@link #forget}; null before. */
  Long firstSeenNs(String checkpointId) {
    return firstSeenNs.get(checkpointId);
  }

  void forget(String checkpointId) {
    firstSeenNs.remove(checkpointId);
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
