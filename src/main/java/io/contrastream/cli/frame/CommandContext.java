package io.contrastream.cli.frame;

import io.contrastream.config.Settings;
import io.contrastream.dashboard.Dashboard;
import java.io.PrintWriter;
import java.util.List;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What the frame gives to each command, which takes it as a {@code @Mixin}. */
@Command
public final class CommandContext {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  /** Loaded anew at each call. */
  public Settings settings() {
    return settings(List.of());
  }

  /**
   * @param forced {@code key=value}, stronger than all else
   */
  public Settings settings(List<String> forced) {
    return settings(List.of(), forced);
  }

  /**
   * @param suggested {@code key=value}, weaker than {@code --set}
   * @param forced {@code key=value}, stronger than all else
   */
  public Settings settings(List<String> suggested, List<String> forced) {
    return GlobalOptions.of(command).settings(suggested, forced);
  }

  /** Standard output, for data; every line is sent at once. */
  public PrintWriter out() {
    return command.commandLine().getOut();
  }

  /** Standard error, for progress and remarks. */
  public PrintWriter err() {
    return command.commandLine().getErr();
  }

  /** Says where people find the page, where there is one. */
  public void tellDashboard(Dashboard dashboard) {
    tellDashboard(dashboard, url -> url);
  }

  /**
   * @param address what people open, made of the page's address
   */
  public void tellDashboard(Dashboard dashboard, UnaryOperator<String> address) {
    dashboard.url().map(address).ifPresent(url -> err().printf("Dashboard: %s%n", url));
    dashboard.problem().ifPresent(problem -> err().printf("No dashboard: %s%n", problem));
  }

  /** To throw where options don't go together: ends the command with exit code 2. */
  public ParameterException wrongUse(String message) {
    return new ParameterException(command.commandLine(), message);
  }

  /** For a command that only holds others: says which there are. */
  public int onlyHelp() {
    command.commandLine().usage(err());
    return ExitCode.USAGE;
  }
}
