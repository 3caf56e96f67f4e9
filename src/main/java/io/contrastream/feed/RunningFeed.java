package io.contrastream.feed;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** A feed that runs on a thread of its own. One thread calls. */
public final class RunningFeed implements AutoCloseable {
  private final ImageFeed feed;
  private final CompletableFuture<Void> done;

  private RunningFeed(ImageFeed feed) {
    this.feed = feed;
    this.done = CompletableFuture.runAsync(feed);
  }

  public static RunningFeed start(ImageFeed feed) {
    return new RunningFeed(feed);
  }

  public boolean isDone() {
    return done.isDone();
  }

  /** Throws what the feed has thrown. */
  public void throwFailure() {
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
