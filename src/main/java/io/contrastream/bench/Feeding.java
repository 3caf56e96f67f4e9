package io.contrastream.bench;

import io.contrastream.feed.ImageFeed;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** A feed that runs on a thread of its own. One thread calls. */
final class Feeding implements AutoCloseable {
  private final ImageFeed feed;
  private final CompletableFuture<Void> done;

  private Feeding(ImageFeed feed) {
    this.feed = feed;
    this.done = CompletableFuture.runAsync(feed);
  }

  static Feeding start(ImageFeed feed) {
    return new Feeding(feed);
  }

  boolean isDone() {
    return done.isDone();
  }

  /** Throws what the feed has thrown. */
  void throwFailure() {
    if (done.isCompletedExceptionally()) {
      try {
        done.join();
      } catch (CompletionException e) {
        throw e.getCause() instanceof RuntimeException cause ? cause : e;
      }
    }
  }

  /** Stops the feed where it isn't done, and waits for it. */
  @Override
  public void close() {
    feed.stop();
    done.exceptionally(failure -> null).join();
  }
}
