package io.contrastream.faults;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.LoggerFactory;

/**
 * Kills the process inside Kafka's code, when it logs a text for the n-th time. The logging thread
 * does not continue.
 */
final class KillOnLog extends AppenderBase<ILoggingEvent> {

  /** The middle of a commit: the transaction holds the offsets but has not ended. */
  static final String MID_COMMIT =
      "org.apache.kafka.clients.producer.internals.TransactionManager"
          + "|to COMMITTING_TRANSACTION|%d";

  /** The middle of a restore: some state has been restored, but not all. */
  static final String MID_RESTORE =
      "org.apache.kafka.streams.processor.internals.StoreChangelogReader|Restored |%d";

  private final String text;
  private final AtomicInteger remaining;

  private KillOnLog(String text, int count) {
    this.text = text;
    this.remaining = new AtomicInteger(count);
  }

  /**
   * @param spec logger, text and count, separated by |
   */
  static void install(String spec) {
    String[] parts = spec.split("\\|");
    Logger logger = (Logger) LoggerFactory.getLogger(parts[0]);
    KillOnLog appender = new KillOnLog(parts[1], Integer.parseInt(parts[2]));
    appender.setContext(logger.getLoggerContext());
    appender.start();
    logger.setLevel(Level.TRACE);
    logger.setAdditive(false);
    logger.addAppender(appender);
  }

  @Override
  protected void append(ILoggingEvent event) {
    if (event.getFormattedMessage().contains(text) && remaining.decrementAndGet() == 0) {
      Kill.self();
    }
  }
}
