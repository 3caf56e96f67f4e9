package io.contrastream.cli;

import io.contrastream.cli.bench.BenchCommand;
import io.contrastream.cli.checkpoints.CheckpointsCommand;
import io.contrastream.cli.demo.DemoCommand;
import io.contrastream.cli.encoders.EncodersCommand;
import io.contrastream.cli.model.EmbedCommand;
import io.contrastream.cli.model.EvaluateCommand;
import io.contrastream.cli.model.FitCommand;
import io.contrastream.cli.model.SearchCommand;
import io.contrastream.cli.monitor.MonitorCommand;
import io.contrastream.cli.sink.IndexCommand;
import io.contrastream.cli.sink.SinkCommand;
import io.contrastream.cli.stream.BrokerCommand;
import io.contrastream.cli.stream.ConsumeCommand;
import io.contrastream.cli.stream.DoctorCommand;
import io.contrastream.cli.stream.ProcessCommand;
import io.contrastream.cli.stream.ProduceCommand;
import io.contrastream.cli.stream.ReembedCommand;
import io.contrastream.cli.stream.TopicsCommand;
import io.contrastream.cli.stream.TrainCommand;
import java.util.List;
import java.util.function.Predicate;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

/** The commands, in the order of the help. */
final class Commands {
  private static final List<Class<?>> ALL =
      List.of(
          DemoCommand.class,
          DoctorCommand.class,
          BrokerCommand.class,
          ProcessCommand.class,
          ProduceCommand.class,
          ConsumeCommand.class,
          SinkCommand.class,
          IndexCommand.class,
          TopicsCommand.class,
          TrainCommand.class,
          ReembedCommand.class,
          FitCommand.class,
          EvaluateCommand.class,
          EmbedCommand.class,
          SearchCommand.class,
          CheckpointsCommand.class,
          EncodersCommand.class,
          MonitorCommand.class,
          BenchCommand.class,
          CompletionCommand.class);

  private Commands() {}

  static void addAll(CommandLine program) {
    add(program, name -> true);
  }

  /**
   * Adds the commands that the arguments name, and of the others, whose options would take long to
   * read, what the help and the corrections of typing errors need.
   */
  static void addNamed(CommandLine program, List<String> arguments) {
    if (arguments.equals(List.of("--version"))) {
      return;
    }
    boolean inFile = arguments.stream().anyMatch(each -> each.startsWith("@"));
    add(program, name -> inFile || arguments.contains(name));
  }

  private static void add(CommandLine program, Predicate<String> isWhole) {
    for (Class<?> type : ALL) {
      Command command = type.getAnnotation(Command.class);
      program.addSubcommand(isWhole.test(command.name()) ? type : outline(command));
    }
  }

  private static CommandSpec outline(Command command) {
    CommandSpec outline = CommandSpec.create().name(command.name());
    outline.usageMessage().description(command.description());
    return outline;
  }
}
