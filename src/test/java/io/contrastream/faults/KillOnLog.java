package io.contrastream.faults;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.LoggerFactory;

/**
 * Kills the process at a place in Kafka's own code that can't be reached otherwise: where it logs
 * something for the n-th time. The thread that logs goes no further.
 */
final class KillOnLog extends AppenderBase<ILoggingEvent> {

  /** Offsets are in the transaction, its end is not: the middle of a commit. */
  static final String MID_COMMIT =
      "org.apache.kafka.clients.producer.internals.TransactionManager"
          + "|to COMMITTING_TRANSACTION|%d";

  /** Some state has come back, more is to come. */
  static final String MID_RESTORE =
      "org.apache.kafka.streams.processor.internals.StoreChangelogReader|Restored |%d";

  private final String text;
  private final AtomicInteger left;

  private KillOnLog(String text, int count) {
    this.text = text;
    this.left = new AtomicInteger(count);
  }

  /**
   * @param wire logger, text and count, with | between them
   */
  static void lay(String wire) {
    String[] parts = wire.split("\\|");
    Logger logger = (Logger) LoggerFactory.getLogger(parts[0]);
    KillOnLog tripwire = new KillOnLog(parts[1], Integer.parseInt(parts[2]));
    tripwire.setContext(logger.getLoggerContext());
    tripwire.start();
    logger.setLevel(Level.TRACE);
    logger.setAdditive(false);
    logger.addAppender(tripwire);
  }

  @Override
  protected void append(ILoggingEvent event) {
    if (event.getFormattedMessage().contains(text) && left.decrementAndGet() == 0) {
      Kill.self();
    }
  }
}
