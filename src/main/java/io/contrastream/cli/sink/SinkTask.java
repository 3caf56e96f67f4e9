package io.contrastream.cli.sink;

import io.contrastream.cli.frame.StopSignal;
import io.contrastream.cli.output.JsonCommand;
import io.contrastream.cli.output.ProgressDisplay;
import io.contrastream.config.Settings;
import io.contrastream.sink.SinkCounts;
import io.contrastream.sink.SinkFeed;
import io.contrastream.sink.Store;
import io.contrastream.topic.TopicSetup;
import io.contrastream.topic.Topics;
import io.contrastream.topic.registry.SchemaRegistry;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What all sinks have in common on the command line. */
@Command
abstract class SinkTask extends JsonCommand {
  @Option(
      names = "--to-end",
      description = "Stop once everything is written that the topic holds at the start.")
  private boolean toEnd;

  /**
   * Creates the store.
   *
   * @param notes takes sentences about what the store does
   */
  abstract Store store(Settings settings, Topics topics, Consumer<String> notes);

  /** Says which topic is copied, and into which store. */
  abstract String target(Settings settings);

  @Override
  public final Integer call() {
    Settings settings = context.settings();
    try (StopSignal stop = StopSignal.install();
        SchemaRegistry registry = SchemaRegistry.connect(settings.registry());
        ProgressDisplay display = new ProgressDisplay(context, "Rows", -1)) {
      TopicSetup.require(settings, settings.topics().embeddings());
      FeedReport report = new FeedReport(display);
      Topics topics = Topics.of(settings, registry);
      try (Store store = store(settings, topics, report::note)) {
        display.say(
            "Copying %s to %s. Press Ctrl-C to stop.",
            settings.topics().embeddings(), target(settings));
        SinkFeed feed =
            new SinkFeed(settings, topics.embeddings(), store, report, stop::isRequested);
        SinkCounts counts = feed.run(toEnd);
        display.clear();
        printResult(counts, () -> print(counts));
      }
    }
    return 0;
  }

  private void print(SinkCounts counts) {
    context.say(
        "Wrote %,d rows, %,d tombstones; skipped %,d records; %,d remain in the topic.",
        counts.rows(), counts.tombstones(), counts.skipped(), counts.lag());
  }
}
