package io.contrastream.cli.frame;

import io.contrastream.config.ConfigException;
import io.contrastream.config.FileFaults;
import io.contrastream.topic.BrokerUnavailableException;
import io.contrastream.topic.registry.RegistryUnavailableException;
import java.io.PrintWriter;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Tells a person in one line what failed. Our own exceptions are written for people and are shown
 * as they are; what nobody foresaw is named, and its trace goes to the log alone.
 */
public final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {
  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  @Override
  public int handleParseException(ParameterException failure, String[] arguments) {
    CommandLine command = failure.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("contrastream: " + failure.getMessage());
    UnmatchedArgumentException.printSuggestions(failure, err);
    err.println("See: " + command.getCommandSpec().qualifiedName() + " --help");
    return ExitCode.USAGE;
  }

  @Override
  public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
    if (failure instanceof InterruptedException || failure instanceof InterruptException) {
      return ExitCode.STOPPED;
    }
    LOG.error("{} failed", command.getCommandSpec().qualifiedName(), failure);
    command.getErr().println(PlainText.lines("contrastream: " + describe(failure)));
    if (chain(failure).anyMatch(Failures::unreachable)) {
      command.getErr().println("To see what else is amiss: contrastream doctor");
    }
    return failure instanceof ConfigException ? ExitCode.USAGE : ExitCode.FAILED;
  }

  public static String describe(Throwable failure) {
    List<Throwable> chain = chain(failure).toList();
    return chain.stream()
        .flatMap(e -> foreseen(e).stream())
        .findFirst()
        .orElseGet(
            () ->
                "something unforeseen failed: %s (more in %s)"
                    .formatted(chain.get(chain.size() - 1), LogFile.path()));
  }

  private static Stream<Throwable> chain(Throwable failure) {
    return Stream.iterate(failure, e -> e != null, Throwable::getCause);
  }

  private static boolean unreachable(Throwable failure) {
    return failure instanceof BrokerUnavailableException
        || failure instanceof RegistryUnavailableException
        || failure instanceof TimeoutException;
  }

  private static Optional<String> foreseen(Throwable failure) {
    if (failure instanceof FileSystemException file) {
      return Optional.of(file.getFile() + ": " + FileFaults.reason(file));
    }
    boolean ours =
        failure instanceof KafkaException // written for people too
            || failure.getClass().getPackageName().startsWith("io.contrastream.");
    return ours ? Optional.ofNullable(failure.getMessage()) : Optional.empty();
  }
}
