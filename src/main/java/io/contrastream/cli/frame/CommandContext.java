package io.contrastream.cli.frame;

import io.contrastream.config.Durations;
import io.contrastream.config.Settings;
import io.contrastream.dashboard.Dashboard;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * A command's settings, output streams and usage errors; each command has it as a {@code @Mixin}.
 */
@Command
public final class CommandContext {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  public Settings settings() {
    return settings(List.of(), List.of());
  }

  /**
   * Loads the settings, and notes on standard error what seems misspelt. {@code --set} overrides
   * {@code suggested}; {@code forced} overrides both.
   *
   * @param suggested {@code key=value}
   * @param forced {@code key=value}
   * @throws io.contrastream.config.ConfigException naming every invalid setting
   */
  public Settings settings(List<String> suggested, List<String> forced) {
    return GlobalOptions.of(command).settings(suggested, forced, note -> say("Note: %s", note));
  }

  /** Returns standard output, for data; it is flushed after each line. */
  public PrintWriter out() {
    return command.commandLine().getOut();
  }

  /** Returns standard error, for progress and remarks. */
  public PrintWriter err() {
    return command.commandLine().getErr();
  }

  /** Prints a line on standard output; strings without their control characters. */
  public void print(String format, Object... arguments) {
    out().println(line(format, arguments));
  }

  /** Prints a line on standard error; strings without their control characters. */
  public void say(String format, Object... arguments) {
    err().println(line(format, arguments));
  }

  private static String line(String format, Object... arguments) {
    Object[] plain =
        Stream.of(arguments)
            .map(each -> each instanceof String text ? PlainText.line(text) : each)
            .toArray();
    return String.format(Locale.ROOT, format, plain);
  }

  /**
   * Prints the dashboard's address, or why there is no dashboard.
   *
   * @param address maps the dashboard's URL to the one to print
   */
  public void printDashboard(Dashboard dashboard, UnaryOperator<String> address) {
    dashboard.url().map(address).ifPresent(url -> say("Dashboard: %s", url));
    dashboard.problem().ifPresent(problem -> say("No dashboard: %s", problem));
  }

  /**
   * Checks the value of an option.
   *
   * @param value null if the option is not given, which passes
   * @throws ParameterException if the value is less than {@code min}
   */
  public <T extends Comparable<T>> void requireAtLeast(String option, T value, T min) {
    if (value != null && value.compareTo(min) < 0) {
      throw usageError("%s must be at least %s, not %s".formatted(option, text(min), text(value)));
    }
  }

  /** Like {@link #requireAtLeast}, with a maximum; both limits pass. */
  public <T extends Comparable<T>> void requireBetween(String option, T value, T min, T max) {
    if (value != null && (value.compareTo(min) < 0 || value.compareTo(max) > 0)) {
      throw usageError(
          "%s must be between %s and %s, not %s"
              .formatted(option, text(min), text(max), text(value)));
    }
  }

  private static Object text(Object value) {
    return value instanceof Duration time ? Durations.format(time) : value;
  }

  /** Returns an exception that ends the command with {@link ExitCode#USAGE}. */
  public ParameterException usageError(String message) {
    return new ParameterException(command.commandLine(), message);
  }
}
