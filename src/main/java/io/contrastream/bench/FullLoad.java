package io.contrastream.bench;

import io.contrastream.feed.ImageProducer;
import io.contrastream.image.DigitPairs;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Feeds pairs for as long as it is open, just ahead of what comes out: enough for every stream
 * thread to be busy, too few to fill a disk. A thread of its own feeds; another calls.
 */
public final class FullLoad implements AutoCloseable {
  private static final long ON_THE_WAY = 20_000;
  private static final long PAUSE_NS = 1_000_000;

  private final DigitPairs pairs;
  private final ImageProducer producer;
  private final LongSupplier out;
  private final CompletableFuture<Void> done;
  private volatile boolean stopped;

  /**
   * @param producer stays the caller's, to close
   * @param out how many images have come out so far
   */
  public FullLoad(DigitPairs pairs, ImageProducer producer, LongSupplier out) {
    this.pairs = pairs;
    this.producer = producer;
    this.out = out;
    done = CompletableFuture.runAsync(this::feed);
  }

  private void feed() {
    for (long pair = 0; !stopped; pair++) {
      producer.send(pairs.pair(pair));
      while (!stopped && producer.sent() - out.getAsLong() > ON_THE_WAY) {
        LockSupport.parkNanos(PAUSE_NS);
      }
    }
    producer.flush();
  }

  /** Throws what feeding has failed with. */
  public void throwFailure() {
    if (done.isCompletedExceptionally()) {
      end();
    }
  }

  /**
   * Ends feeding.
   *
   * @return images that were sent, all of which are in the topic
   */
  public long end() {
    stopped = true;
    try {
      done.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
    return producer.sent();
  }

  @Override
  public void close() {
    stopped = true;
    done.exceptionally(failure -> null).join();
  }
}
