package io.contrastream.lifecycle;

import java.util.Objects;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes several resources; one that fails to close is logged. */
public final class Closeables {
  private static final Logger LOG = LoggerFactory.getLogger(Closeables.class);

  private Closeables() {}

  /**
   * @param resources in the order in which to close them; null elements are ignored
   */
  public static void closeAll(AutoCloseable... resources) {
    Stream.of(resources).filter(Objects::nonNull).forEach(Closeables::close);
  }

  private static void close(AutoCloseable resource) {
    try {
      resource.close();
    } catch (Exception e) {
      LOG.warn("{} did not close cleanly", resource.getClass().getSimpleName(), e);
    }
  }
}
