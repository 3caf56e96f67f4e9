package io.contrastream.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.contrastream.cli.bench.BenchCommand;
import io.contrastream.cli.checkpoints.CheckpointsCommand;
import io.contrastream.cli.demo.DemoCommand;
import io.contrastream.cli.frame.Choice;
import io.contrastream.cli.frame.Failures;
import io.contrastream.cli.frame.LogFile;
import io.contrastream.cli.frame.StandardOutput;
import io.contrastream.cli.frame.Version;
import io.contrastream.cli.model.EmbedCommand;
import io.contrastream.cli.model.EvaluateCommand;
import io.contrastream.cli.model.FitCommand;
import io.contrastream.cli.monitor.MonitorCommand;
import io.contrastream.cli.stream.BrokerCommand;
import io.contrastream.cli.stream.ConsumeCommand;
import io.contrastream.cli.stream.DoctorCommand;
import io.contrastream.cli.stream.ProcessCommand;
import io.contrastream.cli.stream.ProduceCommand;
import io.contrastream.cli.stream.TopicsCommand;
import io.contrastream.cli.stream.TrainCommand;
import io.contrastream.config.Settings;
import io.contrastream.config.Sources;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * The program {@code contrastream}: the options that every command has, and the frame around it.
 */
@Command(
    name = "contrastream",
    description = "Contrastive embeddings of digit images, live on Kafka.",
    scope = ScopeType.INHERIT,
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    usageHelpAutoWidth = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:done", "1:failed", "2:wrong options or settings", "130:stopped (Ctrl-C)"},
    footerHeading = "%nExamples:%n",
    footer = {
      "  contrastream demo",
      "  contrastream fit --source drawn:20000 --epochs 2 --out runs/first",
      "  contrastream COMMAND --help"
    },
    subcommands = {
      DemoCommand.class,
      DoctorCommand.class,
      BrokerCommand.class,
      ProcessCommand.class,
      ProduceCommand.class,
      ConsumeCommand.class,
      TopicsCommand.class,
      TrainCommand.class,
      FitCommand.class,
      EvaluateCommand.class,
      EmbedCommand.class,
      CheckpointsCommand.class,
      MonitorCommand.class,
      BenchCommand.class,
      CompletionCommand.class
    })
public final class Main implements Callable<Integer> {
  /** Examples must not be broken: people copy them. */
  private static final int HELP_WIDTH = 100;

  public static final int FAILED = 1;
  public static final int WRONG_USE = 2;
  public static final int STOPPED = 130;

  @Spec private CommandSpec spec;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      order = 100,
      description = "Settings (YAML) instead of config/contrastream.yaml.")
  private Path config;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      scope = ScopeType.INHERIT,
      order = 101,
      description = "Overrides one setting, such as batch.size=64; may be repeated.")
  private List<String> overrides = new ArrayList<>();

  @Option(
      names = "--log-stderr",
      scope = ScopeType.INHERIT,
      order = 102,
      description = "Sends the log to standard error too.")
  private boolean logToStandardError;

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      order = 103,
      description = "Logs more, for finding faults.")
  private boolean verbose;

  public static void main(String[] arguments) {
    LogFile.prepare();
    StandardOutput out = new StandardOutput();
    CommandLine program = commandLine().setOut(new PrintWriter(out, true, UTF_8));
    int exitCode = program.execute(arguments);
    program.getOut().flush();
    System.exit(exitCode == 0 ? exitCode(out, program.getErr()) : exitCode);
  }

  /** Of a command that has done its work, but whose results may not all have been taken. */
  public static int exitCode(StandardOutput out, PrintWriter err) {
    out.loss().ifPresent(why -> err.println("contrastream: standard output took not all: " + why));
    return out.loss().isPresent() ? FAILED : 0;
  }

  /** The program with its frame; text is UTF-8 whatever the locale, as its readers expect. */
  public static CommandLine commandLine() {
    Main main = new Main();
    Failures failures = new Failures();
    CommandLine program =
        new CommandLine(main)
            .setOut(new PrintWriter(System.out, true, UTF_8))
            .setErr(new PrintWriter(System.err, true, UTF_8))
            .setUsageHelpWidth(HELP_WIDTH)
            .setExecutionStrategy(main::execute)
            .setParameterExceptionHandler(failures)
            .setExecutionExceptionHandler(failures);
    Choice.register(program);
    return program;
  }

  /** Without a command there is nothing to do but to say which there are. */
  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getOut());
    return 0;
  }

  /**
   * The settings, with the overrides of this command line.
   *
   * @param suggested {@code key=value}, weaker than those
   * @param forced {@code key=value}, stronger than all else
   * @throws io.contrastream.config.ConfigException with all faults at once
   */
  public Settings settings(List<String> suggested, List<String> forced) {
    List<String> all = new ArrayList<>(suggested);
    all.addAll(overrides);
    all.addAll(forced);
    return Settings.load(Sources.of(Optional.ofNullable(config), all));
  }

  private int execute(ParseResult parsed) {
    LogFile.adjust(verbose, logToStandardError);
    try {
      return new RunLast().execute(parsed);
    } catch (LinkageError e) { // a native library that doesn't load, for example
      throw new ExecutionException(spec.commandLine(), e.toString(), e);
    }
  }
}
