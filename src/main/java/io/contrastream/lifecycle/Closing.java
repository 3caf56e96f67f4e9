package io.contrastream.lifecycle;

import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes parts one after the other, so that one that fails to close doesn't keep the others. */
public final class Closing {
  private static final Logger LOG = LoggerFactory.getLogger(Closing.class);

  private Closing() {}

  /**
   * @param parts in the order to close them; those that never started are null
   */
  public static void all(AutoCloseable... parts) {
    Stream.of(parts).filter(part -> part != null).forEach(Closing::close);
  }

  private static void close(AutoCloseable part) {
    try {
      part.close();
    } catch (Exception e) {
      LOG.warn("{} did not close cleanly", part.getClass().getSimpleName(), e);
    }
  }
}
