package io.contrastream.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.contrastream.cli.frame.DurationConverter;
import io.contrastream.cli.frame.EnumConverter;
import io.contrastream.cli.frame.ErrorRecordingStream;
import io.contrastream.cli.frame.ExitCode;
import io.contrastream.cli.frame.Failures;
import io.contrastream.cli.frame.GlobalOptions;
import io.contrastream.cli.frame.LogFile;
import io.contrastream.cli.frame.StopNotice;
import io.contrastream.cli.frame.Version;
import io.contrastream.config.UserHome;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The program {@code contrastream}: its commands, and the frame that runs them. */
@Command(
    name = "contrastream",
    description = "Contrastive embeddings of digit images, live on Kafka.",
    scope = ScopeType.INHERIT,
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    usageHelpAutoWidth = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:success",
      "1:failure",
      "2:invalid options or settings",
      "130:stopped (Ctrl-C)"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  contrastream demo",
      "  contrastream fit --source drawn:20000 --epochs 2 --out runs/first",
      "  contrastream COMMAND --help"
    })
public final class Main implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin(name = GlobalOptions.MIXIN)
  private GlobalOptions globalOptions;

  public static void main(String[] arguments) {
    Optional<String> remark = UserHome.ensure();
    LogFile.locate();
    ErrorRecordingStream out = new ErrorRecordingStream();
    CommandLine program = commandLine(List.of(arguments)).setOut(new PrintWriter(out, true, UTF_8));
    remark.ifPresent(text -> program.getErr().println("contrastream: " + text));
    int exitCode = program.execute(arguments);
    program.getOut().flush();
    System.exit(exitCode == 0 ? exitCode(out, program.getErr()) : exitCode);
  }

  /** Returns the exit code of a command that succeeded, unless some of its output was lost. */
  public static int exitCode(ErrorRecordingStream out, PrintWriter err) {
    out.error()
        .ifPresent(reason -> err.println("contrastream: cannot write standard output: " + reason));
    return out.error().isPresent() ? ExitCode.FAILED : 0;
  }

  /** Returns the program with all commands. */
  public static CommandLine commandLine() {
    return commandLine(Commands::addAll);
  }

  /** Returns the program, able to execute these arguments. */
  static CommandLine commandLine(List<String> arguments) {
    return commandLine(program -> Commands.addNamed(program, arguments));
  }

  /** Returns the program with its frame. It prints UTF-8 in every locale. */
  private static CommandLine commandLine(Consumer<CommandLine> commands) {
    Main main = new Main();
    Failures failures = new Failures();
    CommandLine program = new CommandLine(main);
    commands.accept(program); // first, as what follows is set for each of them
    program
        .setOut(new PrintWriter(System.out, true, UTF_8))
        .setErr(new PrintWriter(System.err, true, UTF_8))
        .setExecutionStrategy(main::execute)
        .setParameterExceptionHandler(failures)
        .setExecutionExceptionHandler(failures);
    program.registerConverter(Duration.class, new DurationConverter());
    EnumConverter.register(program);
    return program;
  }

  /** Without a command, prints the help. */
  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getOut());
    return 0;
  }

  private int execute(ParseResult parsed) {
    Integer helped = CommandLine.executeHelpRequest(parsed);
    if (helped != null) {
      return helped;
    }
    globalOptions.startLog();
    try {
      return StopNotice.during(spec.commandLine().getErr(), () -> new RunLast().execute(parsed));
    } catch (LinkageError e) { // for example, a native library that cannot be loaded
      throw new ExecutionException(spec.commandLine(), e.toString(), e);
    }
  }
}
