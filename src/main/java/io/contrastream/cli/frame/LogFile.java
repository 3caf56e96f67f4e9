package io.contrastream.cli.frame;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import io.contrastream.config.Home;
import io.contrastream.lifecycle.WaitLog;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** Directs the log to a file and, if asked, to standard error; never to standard output. */
public final class LogFile {
  private static final String FOLDER_PROPERTY = "contrastream.logs";

  private LogFile() {}

  /** Sets the log folder. Must be called before anything is logged. */
  public static void locate() {
    if (System.getProperty(FOLDER_PROPERTY) == null) {
      System.setProperty(FOLDER_PROPERTY, folder().toString());
    }
  }

  static Path path() {
    return Path.of(System.getProperty(FOLDER_PROPERTY, "logs"), "contrastream.log")
        .toAbsolutePath();
  }

  /**
   * Starts the log, which takes longer than a help text, and routes there what libraries log
   * through the JDK, which would go to standard error otherwise.
   */
  public static void start(boolean verbose, boolean standardError) {
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    if (verbose) {
      context.getLogger("io.contrastream").setLevel(Level.DEBUG);
      context.getLogger("org.apache.kafka").setLevel(Level.INFO);
    }
    if (standardError) {
      context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(standardError(context));
      context
          .getLogger(WaitLog.LOGGER)
          .detachAppender("WAITING"); // avoids printing its messages twice
    }
  }

  /** The program's folder, or the user's if that is read-only, as after an installation by root. */
  private static Path folder() {
    Path home = Home.folder();
    return Files.isWritable(home)
        ? home.resolve("logs")
        : Path.of(System.getProperty("user.home"), ".contrastream", "logs");
  }

  private static ConsoleAppender<ILoggingEvent> standardError(LoggerContext context) {
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern("%d{HH:mm:ss.SSS} %-5level [%thread] %logger{30} - %msg%n");
    encoder.start();
    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setContext(context);
    appender.setName("STDERR");
    appender.setTarget("System.err");
    appender.setEncoder(encoder);
    appender.start();
    return appender;
  }
}
