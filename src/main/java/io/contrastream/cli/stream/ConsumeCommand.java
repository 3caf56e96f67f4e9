package io.contrastream.cli.stream;

import io.contrastream.cli.frame.CommandContext;
import io.contrastream.cli.frame.StopSignal;
import io.contrastream.cli.output.ProgressDisplay;
import io.contrastream.cli.output.RecordFields;
import io.contrastream.cli.output.RecordWriter;
import io.contrastream.config.Settings;
import io.contrastream.topic.Topic;
import io.contrastream.topic.TopicReader;
import io.contrastream.topic.TopicReader.From;
import io.contrastream.topic.TopicSetup;
import io.contrastream.topic.Topics;
import io.contrastream.topic.registry.SchemaRegistry;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints the records of a topic. */
@Command(
    name = "consume",
    description = "Prints the records of a topic, one a line, as they become final.",
    footer = {
      "  contrastream consume embeddings --from beginning --max 10",
      "  contrastream consume scores --format csv --out scores.csv",
      "  contrastream consume dead-letters --from beginning --to-end"
    })
public final class ConsumeCommand implements Callable<Integer> {
  private static final Duration LOOK = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  @Mixin private CommandContext context;

  @Parameters(paramLabel = "TOPIC", description = "Which: ${COMPLETION-CANDIDATES}.")
  private Stream stream;

  @Option(
      names = "--from",
      defaultValue = "LATEST",
      paramLabel = "beginning|latest",
      description = "Where to start (default: latest).")
  private From from;

  @Option(names = "--max", paramLabel = "N", description = "Stops after N records.")
  private long max = Long.MAX_VALUE;

  @Option(names = "--to-end", description = "Stops at the end of the topic instead of waiting.")
  private boolean toEnd;

  @Option(
      names = "--format",
      defaultValue = "JSON",
      paramLabel = "json|csv",
      description = "JSON objects, or rows under a header (default: json).")
  private RecordWriter.Format format;

  @Option(names = "--out", paramLabel = "FILE", description = "Writes here, not to the terminal.")
  private Path out;

  /** The topics that can be printed, by the names that people give them here. */
  enum Stream {
    IMAGES("images"),
    EMBEDDINGS("embeddings"),
    SCORES("scores"),
    LOSS("loss"),
    LABELLED_PAIRS("labelled-pairs"),
    DEAD_LETTERS("dead-letters");

    private final String label;

    Stream(String label) {
      this.label = label;
    }

    Topic<?, ?> of(Topics topics) {
      return switch (this) {
        case IMAGES -> topics.images();
        case EMBEDDINGS -> topics.embeddings();
        case SCORES -> topics.scores();
        case LOSS -> topics.loss();
        case LABELLED_PAIRS -> topics.labelledPairs();
        case DEAD_LETTERS -> topics.deadLetters();
      };
    }

    @Override
    public String toString() {
      return label;
    }
  }

  @Override
  public Integer call() throws Exception {
    if (max < 1) {
      throw context.wrongUse("--max is %d, allowed is 1 or more".formatted(max));
    }
    Settings settings = context.settings();
    try (StopSignal stop = StopSignal.install();
        SchemaRegistry registry = SchemaRegistry.connect(settings.registry())) {
      Topic<?, ?> topic = stream.of(Topics.of(settings.topics(), registry));
      TopicSetup.require(settings, topic.name());
      print(settings, topic, stop);
    }
    return 0;
  }

  private <K, V> void print(Settings settings, Topic<K, V> topic, StopSignal stop)
      throws IOException, InterruptedException {
    Idle idle = new Idle(topic.name());
    try (TopicReader<K, V> reader = new TopicReader<>(settings.consumerProperties(), topic, from);
        RecordWriter writer = new RecordWriter(format, target());
        ProgressDisplay status = out == null ? null : status()) {
      while (writer.written() < max && !stop.await(Duration.ZERO)) {
        boolean ending = toEnd && reader.atEnd();
        reader.poll(
            LOOK,
            record -> {
              if (writer.written() < max) {
                writer.write(RecordFields.of(record));
              }
            });
        if (status != null) {
          status.show(writer.written(), "written");
        } else {
          idle.look(writer.written());
        }
        if (!writer.flush() || ending) {
          return;
        }
      }
    }
  }

  /** Says once, where nothing has come for a while, what is waited for. */
  private final class Idle {
    private final String topic;
    private final long startedNs = System.nanoTime();
    private boolean told;

    private Idle(String topic) {
      this.topic = topic;
    }

    private void look(long written) {
      if (told || written > 0 || System.nanoTime() - startedNs < PATIENCE.toNanos()) {
        return;
      }
      told = true;
      String hint = from == From.LATEST ? " (what is there comes with --from beginning)" : "";
      context.err().printf("Waiting for records of %s%s; Ctrl-C stops.%n", topic, hint);
    }
  }

  private ProgressDisplay status() {
    return new ProgressDisplay(context, "Records", max == Long.MAX_VALUE ? -1 : max);
  }

  private PrintWriter target() throws IOException {
    return out == null
        ? context.out()
        : new PrintWriter(Files.newBufferedWriter(out, StandardCharsets.UTF_8));
  }
}
