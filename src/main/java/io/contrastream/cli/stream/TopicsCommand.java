package io.contrastream.cli.stream;

import io.contrastream.cli.frame.CommandContext;
import io.contrastream.cli.frame.ExitCode;
import io.contrastream.cli.output.JsonOption;
import io.contrastream.config.Settings;
import io.contrastream.topic.TopicSetup;
import io.contrastream.topic.TopicState;
import io.contrastream.topic.Topics;
import io.contrastream.topic.registry.SchemaRegistry;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Holds the commands on topics. */
@Command(
    name = "topics",
    description = "Creates and describes the topics.",
    footer = "  contrastream topics describe",
    subcommands = {TopicsCommand.Create.class, TopicsCommand.Describe.class})
public final class TopicsCommand implements Callable<Integer> {
  @Mixin private CommandContext context;

  @Override
  public Integer call() {
    return context.onlyHelp();
  }

  /** Creates what is missing. */
  @Command(
      name = "create",
      description = "Creates the topics that are missing and registers their schemas.",
      footer = {
        "  contrastream topics create",
        "  contrastream topics create --set topics.partitions=12 --set topics.replication=3"
      })
  static final class Create implements Callable<Integer> {
    @Mixin private CommandContext context;
    @Mixin private JsonOption json;

    @Override
    public Integer call() {
      Settings settings = context.settings();
      try (SchemaRegistry registry = SchemaRegistry.connect(settings.registry())) {
        print(context, json, TopicSetup.ensure(settings, Topics.of(settings.topics(), registry)));
      }
      return 0;
    }
  }

  /** Tells how the topics are. */
  @Command(
      name = "describe",
      description = "Shows the topics, and how they differ from the settings. Changes nothing.",
      footer = "  contrastream topics describe")
  static final class Describe implements Callable<Integer> {
    @Mixin private CommandContext context;
    @Mixin private JsonOption json;

    @Override
    public Integer call() {
      List<TopicState> states = TopicSetup.describe(context.settings());
      print(context, json, states);
      return states.stream().allMatch(TopicState::exists) ? 0 : ExitCode.FAILED;
    }
  }

  private static void print(CommandContext context, JsonOption json, List<TopicState> states) {
    json.printAll(context, states, () -> print(context, states));
    states.forEach(state -> state.differences().forEach(context.err()::println));
  }

  private static void print(CommandContext context, List<TopicState> states) {
    context
        .out()
        .printf("%-20s %-8s %10s %8s  %s%n", "topic", "", "partitions", "copies", "settings");
    for (TopicState state : states) {
      String what = state.created() ? "created" : state.exists() ? "exists" : "missing";
      Map<String, String> sorted = new TreeMap<>(state.settings());
      context
          .out()
          .printf(
              "%-20s %-8s %10d %8d  %s%n",
              state.name(), what, state.partitions(), state.replication(), sorted);
    }
  }
}
