package io.contrastream.feed;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** An {@link InputFeed} that runs on its own thread. Not thread-safe. */
public final class RunningFeed implements AutoCloseable {
  private final InputFeed feed;
  private final CompletableFuture<Void> done;

  private RunningFeed(InputFeed feed) {
    this.feed = feed;
    this.done = CompletableFuture.runAsync(feed);
  }

  public static RunningFeed start(InputFeed feed) {
    return new RunningFeed(feed);
  }

  /** Whether the feed has ended, successfully or not. */
  public boolean isDone() {
    return done.isDone();
  }

  /** Throws the feed's failure, if it has failed. */
  public void throwFailure() {
    if (done.isCompletedExceptionally()) {
      join();
    }
  }

  /**
   * Stops the feed, and waits until everything it has sent is in the topic.
   *
   * @return number of inputs of the plan sent
   */
  public long finish() {
    feed.stop();
    join();
    return feed.sent();
  }

  private void join() {
    try {
      done.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  /** Stops the feed and waits for it to end. */
  @Override
  public void close() {
    feed.stop();
    done.exceptionally(failure -> null).join();
  }
}
