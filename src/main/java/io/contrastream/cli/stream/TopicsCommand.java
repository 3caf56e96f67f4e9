package io.contrastream.cli.stream;

import io.contrastream.cli.frame.CommandGroup;
import io.contrastream.cli.frame.ExitCode;
import io.contrastream.cli.output.JsonCommand;
import io.contrastream.cli.output.Table;
import io.contrastream.config.Settings;
import io.contrastream.topic.TopicSetup;
import io.contrastream.topic.TopicState;
import io.contrastream.topic.Topics;
import io.contrastream.topic.registry.SchemaRegistry;
import java.util.List;
import java.util.TreeMap;
import picocli.CommandLine.Command;

@Command(
    name = "topics",
    description = "Create and describe the topics.",
    footer = "  contrastream topics describe",
    subcommands = {TopicsCommand.Create.class, TopicsCommand.Describe.class})
public final class TopicsCommand extends CommandGroup {
  @Command(
      name = "create",
      description = "Create missing topics and register their schemas.",
      footer = {
        "  contrastream topics create",
        "  contrastream topics create --set topics.partitions=12 \\",
        "    --set topics.replication=3"
      })
  static final class Create extends States {

    @Override
    public Integer call() {
      Settings settings = context.settings();
      try (SchemaRegistry registry = SchemaRegistry.connect(settings.registry())) {
        print(TopicSetup.ensure(settings, Topics.of(settings, registry)));
      }
      return 0;
    }
  }

  @Command(
      name = "describe",
      description = "Show the topics and their differences from the settings.",
      footer = "  contrastream topics describe")
  static final class Describe extends States {

    @Override
    public Integer call() {
      List<TopicState> states = TopicSetup.describe(context.settings());
      print(states);
      return states.stream().allMatch(TopicState::exists) ? 0 : ExitCode.FAILED;
    }
  }

  /** Prints what it knows of the topics. */
  private abstract static class States extends JsonCommand {

    final void print(List<TopicState> states) {
      printResults(states, () -> printTable(states));
      states.forEach(state -> state.differences().forEach(context.err()::println));
    }

    private void printTable(List<TopicState> states) {
      Table table = new Table("topic", "", "partitions", "replicas", "settings");
      for (TopicState state : states) {
        table.row(
            state.name(),
            state.created() ? "created" : state.exists() ? "exists" : "missing",
            state.partitions(),
            state.replication(),
            new TreeMap<>(state.settings()));
      }
      table.print(context.out());
    }
  }
}
