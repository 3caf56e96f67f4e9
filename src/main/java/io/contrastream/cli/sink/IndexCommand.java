package io.contrastream.cli.sink;

import io.contrastream.cli.frame.StopSignal;
import io.contrastream.cli.output.JsonCommand;
import io.contrastream.cli.output.ProgressDisplay;
import io.contrastream.config.Settings;
import io.contrastream.index.IndexCounts;
import io.contrastream.index.IndexProcess;
import io.contrastream.topic.TopicSetup;
import io.contrastream.topic.Topics;
import io.contrastream.topic.registry.SchemaRegistry;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "index",
    description = {
      "Keep an index of all embeddings, and answer searches for nearest neighbours by HTTP, until"
          + " stopped.",
      "The index is saved with its positions in the topic: a restart reads on, whenever it is"
          + " killed."
    },
    footer = {
      "  contrastream index",
      "  contrastream index vectors --set index.port=8091",
      "  contrastream index --instance 1/2 --set index.peers=http://10.0.0.2:8090"
    })
public final class IndexCommand extends JsonCommand {
  @Parameters(
      paramLabel = "DIR",
      arity = "0..1",
      description = "Folder that the index is saved in (default: setting index.dir).")
  private Path folder;

  @Option(
      names = "--instance",
      paramLabel = "N/COUNT",
      description =
          "Share of the partitions, if several instances divide them (default: setting"
              + " index.instance).")
  private String instance;

  @Override
  public Integer call() {
    Settings settings =
        context.settings(
            List.of(), instance == null ? List.of() : List.of("index.instance=" + instance));
    Path dir = folder == null ? settings.index().dir() : folder;
    try (StopSignal stop = StopSignal.install();
        SchemaRegistry registry = SchemaRegistry.connect(settings.registry());
        ProgressDisplay display = new ProgressDisplay(context, "Embeddings", -1)) {
      TopicSetup.require(settings, settings.topics().embeddings());
      FeedReport report = new FeedReport(display);
      try (IndexProcess index =
          IndexProcess.start(dir, settings, Topics.of(settings, registry), report)) {
        display.say(
            "Indexing %s in %s, searches at %s/api/nearest. Press Ctrl-C to stop.",
            settings.topics().embeddings(), dir, index.url());
        IndexCounts counts = index.run(stop::isRequested);
        display.clear();
        printResult(counts, () -> print(counts));
      }
    }
    return 0;
  }

  private void print(IndexCounts counts) {
    context.say(
        "Indexed %,d embeddings, %,d tombstones; skipped %,d records; %,d remain in the topic.",
        counts.rows(), counts.tombstones(), counts.skipped(), counts.lag());
    if (counts.leftOut() > 0) {
      context.say("Left out %,d embeddings of other spaces.", counts.leftOut());
    }
  }
}
