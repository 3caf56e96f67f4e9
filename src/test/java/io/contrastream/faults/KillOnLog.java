package io.contrastream.faults;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.slf4j.LoggerFactory;

/**
 * Kills the process inside Kafka's code, when it logs a text at a moment to be chosen. The logging
 * thread does not continue.
 */
public final class KillOnLog extends AppenderBase<ILoggingEvent> {

  /** The middle of a commit: the transaction holds the offsets but has not ended. */
  static final String MID_COMMIT =
      "org.apache.kafka.clients.producer.internals.TransactionManager"
          + "|to COMMITTING_TRANSACTION|%d";

  /** The middle of a restore: some state has been restored, but not all. */
  static final String MID_RESTORE =
      "org.apache.kafka.streams.processor.internals.StoreChangelogReader|Restored |%d";

  private final String text;
  private final BooleanSupplier moment;

  private KillOnLog(String text, BooleanSupplier moment) {
    this.text = text;
    this.moment = moment;
  }

  /**
   * @param spec logger, text and which time it is, separated by |
   */
  static void install(String spec) {
    String[] parts = spec.split("\\|");
    AtomicInteger remaining = new AtomicInteger(Integer.parseInt(parts[2]));
    install(parts[0], parts[1], () -> remaining.decrementAndGet() == 0);
  }

  /**
   * @param moment asked each time that the text is logged
   */
  public static void install(String log, String text, BooleanSupplier moment) {
    Logger logger = (Logger) LoggerFactory.getLogger(log);
    KillOnLog appender = new KillOnLog(text, moment);
    appender.setContext(logger.getLoggerContext());
    appender.start();
    logger.setLevel(Level.TRACE);
    logger.setAdditive(false);
    logger.addAppender(appender);
  }

  @Override
  protected void append(ILoggingEvent event) {
    if (event.getFormattedMessage().contains(text) && moment.getAsBoolean()) {
      Kill.self();
    }
  }
}
