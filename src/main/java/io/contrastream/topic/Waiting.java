package io.contrastream.topic;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells people whom the program waits for, before they think that it hangs. Any thread. */
public final class Waiting {
  /** Longer than what answers at all takes. */
  static final Duration NOTICEABLE = Duration.ofSeconds(3);

  /** By this name the logging system leads it to standard error as well as to the log. */
  public static final String LOGGER = "io.contrastream.waiting";

  private static final Logger LOG = LoggerFactory.getLogger(LOGGER);

  private Waiting() {}

  /** Whether a wait of at most that is worth a word; whoever waits less long hears the error. */
  public static boolean isLong(Duration patience) {
    return patience.compareTo(NOTICEABLE.multipliedBy(2)) > 0;
  }

  /**
   * @param whom such as {@code the schema registry at ADDRESS}
   * @param reason empty where none is known
   */
  public static void tell(String whom, String reason, Duration patience) {
    String because = reason.isEmpty() ? "" : " (" + reason + ")";
    LOG.warn("Waiting for {}{}, for up to {} s…", whom, because, patience.toSeconds());
  }
}
