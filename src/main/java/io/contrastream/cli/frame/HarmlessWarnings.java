package io.contrastream.cli.frame;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.List;
import org.slf4j.Marker;

/**
 * Drops warnings of the embedded broker that healthy runs cause. Their loggers also report real
 * faults, so their levels are kept.
 */
public final class HarmlessWarnings extends TurboFilter {
  private static final List<String> TEXTS =
      List.of(
          // at each start, as there is one controller
          "Performing controller activation.",
          // at each stop: Kafka closes the client of the controller's registration twice
          "Attempting to close NetworkClient that has already been closed.");

  @Override
  public FilterReply decide(
      Marker marker, Logger logger, Level level, String format, Object[] values, Throwable cause) {
    boolean harmless =
        level == Level.WARN && format != null && TEXTS.stream().anyMatch(format::contains);
    return harmless ? FilterReply.DENY : FilterReply.NEUTRAL;
  }
}
