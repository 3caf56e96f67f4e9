package io.contrastream.lifecycle;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs what the program waits for, so that a long wait does not look like a hang. Thread-safe. */
public final class WaitLog {
  /** Longer than any successful answer takes. */
  public static final Duration WARN_AFTER = Duration.ofSeconds(3);

  /** The logging configuration sends this logger to standard error as well as to the log file. */
  public static final String LOGGER = "io.contrastream.waiting";

  private static final Logger LOG = LoggerFactory.getLogger(LOGGER);

  private WaitLog() {}

  /** Whether a wait with this timeout deserves a warning; a shorter one soon ends in an error. */
  public static boolean isLong(Duration timeout) {
    return timeout.compareTo(WARN_AFTER.multipliedBy(2)) > 0;
  }

  /**
   * @param reason why the program waits, and what to do
   */
  public static void warn(String reason) {
    LOG.warn("Still waiting: {}", reason);
  }

  /**
   * @param peer what is waited for, such as {@code the schema registry at ADDRESS}
   * @param reason why it has not answered yet; empty if unknown
   */
  public static void warn(String peer, String reason, Duration timeout) {
    String because = reason.isEmpty() ? "" : " (" + reason + ")";
    LOG.warn("Waiting for {}{}, for up to {} s…", peer, because, timeout.toSeconds());
  }
}
