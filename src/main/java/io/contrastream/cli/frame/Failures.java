package io.contrastream.cli.frame;

import io.contrastream.config.ConfigException;
import io.contrastream.config.FileFaults;
import io.contrastream.topic.BrokerUnavailableException;
import io.contrastream.topic.CompressionFault;
import io.contrastream.topic.registry.RegistryUnavailableException;
import java.io.PrintWriter;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Reports a failure in one line. Messages of our own exceptions are meant for users and printed as
 * they are; any other exception is named, and its stack trace goes to the log only.
 */
public final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {

  @Override
  public int handleParseException(ParameterException failure, String[] arguments) {
    CommandLine command = failure.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("contrastream: " + failure.getMessage());
    UnmatchedArgumentException.printSuggestions(failure, err);
    err.printf("Try '%s --help'.%n", command.getCommandSpec().qualifiedName());
    return ExitCode.USAGE;
  }

  @Override
  public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
    if (failure instanceof InterruptedException || failure instanceof InterruptException) {
      return ExitCode.STOPPED;
    }
    // Here because a start of the log takes longer than a help text.
    LoggerFactory.getLogger(Failures.class)
        .error("{} failed", command.getCommandSpec().qualifiedName(), failure);
    command.getErr().println(PlainText.lines("contrastream: " + describe(failure)));
    if (causes(failure).anyMatch(Failures::isConnectionFailure)) {
      command.getErr().println("For a full check, run: contrastream doctor");
    }
    return failure instanceof ConfigException ? ExitCode.USAGE : ExitCode.FAILED;
  }

  /** Returns the first message in the chain of causes that is meant for users. */
  public static String describe(Throwable failure) {
    List<Throwable> causes = causes(failure).toList();
    return CompressionFault.of(failure)
        .or(() -> causes.stream().flatMap(e -> userMessage(e).stream()).findFirst())
        .orElseGet(
            () ->
                "unexpected error: %s (details in %s)"
                    .formatted(causes.get(causes.size() - 1), LogFile.path()));
  }

  private static Stream<Throwable> causes(Throwable failure) {
    return Stream.iterate(failure, e -> e != null, Throwable::getCause);
  }

  private static boolean isConnectionFailure(Throwable failure) {
    return failure instanceof BrokerUnavailableException
        || failure instanceof RegistryUnavailableException
        || failure instanceof TimeoutException;
  }

  private static Optional<String> userMessage(Throwable failure) {
    if (failure instanceof FileSystemException file) {
      return Optional.of(file.getFile() + ": " + FileFaults.reason(file));
    }
    boolean forUsers =
        failure instanceof KafkaException
            || failure.getClass().getPackageName().startsWith("io.contrastream.");
    return forUsers ? Optional.ofNullable(failure.getMessage()) : Optional.empty();
  }
}
