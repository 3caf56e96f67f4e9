package io.contrastream.bench.swap;

import io.contrastream.config.Settings;
import io.contrastream.feed.InputProducer;
import io.contrastream.image.DigitPairs;
import io.contrastream.schema.ImageEmbedding;
import io.contrastream.schema.PairScore;
import io.contrastream.topic.TopicReader;
import io.contrastream.topic.Topics;
import java.time.Duration;
import java.util.BitSet;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Reads the committed outputs of one producer of pairs, and counts those that are lost, duplicated
 * or mixed. Reads on a thread of its own; any thread may call the methods.
 */
@SuppressWarnings("NonAtomicVolatileUpdate") // a single thread writes them
final class OutputChecker implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(20);

  private final DigitPairs pairs;
  private final ExpectedScores expected;
  private final BitSet imagesSeen = new BitSet();
  private final BitSet pairsSeen = new BitSet();
  private final Map<String, Long> firstSeenNs = new ConcurrentHashMap<>();
  private final TopicReader<String, ImageEmbedding> embeddings;
  private final TopicReader<String, PairScore> scores;
  private final Thread thread = new Thread(this::read, "output-checker");
  private long lastOutputNs;
  private volatile long embedded;
  private volatile long scored;
  private volatile long doubled;
  private volatile long mixed;
  private volatile long longestGapNs;
  private volatile RuntimeException failure;
  private volatile boolean stopped;

  /**
   * @param topics existing, empty topics
   */
  OutputChecker(Settings settings, Topics topics, DigitPairs pairs, ExpectedScores expected) {
    this.pairs = pairs;
    this.expected = expected;
    Map<String, Object> properties = settings.consumerProperties();
    embeddings = new TopicReader<>(properties, topics.embeddings(), TopicReader.From.BEGINNING);
    scores = new TopicReader<>(properties, topics.scores(), TopicReader.From.BEGINNING);
    thread.start();
  }

  private void read() {
    try {
      while (!stopped) {
        if (embeddings.poll(POLL, record -> count(record.value())) > 0) {
          noteGap(System.nanoTime());
        }
        scores.poll(Duration.ZERO, record -> count(record.value()));
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

  private void count(ImageEmbedding embedding) {
    String id = embedding.getImageId();
    int index = (int) InputProducer.pairNumber(embedding.getPairId());
    firstSeenNs.computeIfAbsent(embedding.getCheckpointId(), unseen -> System.nanoTime());
    if (addOnce(imagesSeen, 2 * index + (id.endsWith("-a") ? 0 : 1))) {
      embedded++;
    }
  }

  private void count(PairScore score) {
    int index = (int) InputProducer.pairNumber(score.getPairId());
    if (!expected.matches(score, pairs.pair(index))) {
      mixed++;
    }
    if (addOnce(pairsSeen, index)) {
      scored++;
    }
  }

  private boolean addOnce(BitSet seen, int index) {
    if (seen.get(index)) {
      doubled++;
      return false;
    }
    seen.set(index);
    return true;
  }

  /** Number of images whose embedding has been read; duplicates count once. */
  long embedded() {
    return embedded;
  }

  /** Whether the outputs of this many images and their pairs have all been read. */
  boolean complete(long images) {
    return embedded >= images && scored >= images / 2;
  }

  SwapResult.Counts counts(long images) {
    return new SwapResult.Counts(images - embedded + images / 2 - scored, doubled, mixed);
  }

  /** Returns the longest time between two polls with outputs since the last call. */
  double takeLongestGapMs() {
    double ms = longestGapNs / 1e6;
    longestGapNs = 0;
    return ms;
  }

  /** When an output of the checkpoint was first read since {@link #forget}, or null if none was. */
  Long firstSeenNs(String checkpointId) {
    return firstSeenNs.get(checkpointId);
  }

  /** Forgets when outputs of the checkpoint were first read. */
  void forget(String checkpointId) {
    firstSeenNs.remove(checkpointId);
  }

  /** Throws the failure of the reading thread, if there is one. */
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
