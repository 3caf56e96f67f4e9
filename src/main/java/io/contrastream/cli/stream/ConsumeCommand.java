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
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "consume",
    description = "Print the committed records of a topic, one per line.",
    footer = {
      "  contrastream consume embeddings --from beginning --max 10",
      "  contrastream consume scores --format csv --out scores.csv",
      "  contrastream consume dead-letters --from beginning --to-end"
    })
public final class ConsumeCommand implements Callable<Integer> {
  private static final Duration POLL_TIMEOUT = Duration.ofMillis(200);
  private static final int MAX_NAMED = 3;
  private static final Duration HINT_DELAY = Duration.ofSeconds(3);

  @Mixin private CommandContext context;

  @Parameters(paramLabel = "TOPIC", description = "Topic: ${COMPLETION-CANDIDATES}.")
  private Stream stream;

  @Option(
      names = "--from",
      defaultValue = "LATEST",
      paramLabel = "beginning|latest",
      description = "First record to print (default: latest).")
  private From from;

  @Option(
      names = "--max",
      paramLabel = "N",
      description = "Stop after N records (default: unlimited).")
  private long max = Long.MAX_VALUE;

  @Option(names = "--to-end", description = "Stop at the end of the topic.")
  private boolean toEnd;

  @Option(
      names = "--format",
      defaultValue = "JSON",
      paramLabel = "json|csv",
      description = "Output format (default: json).")
  private RecordWriter.Format format;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Output file (default: standard output).")
  private Path out;

  private long startNs;
  private boolean hinted;
  private long skipped;
  private long written;

  /** The topics that can be printed, under short names. */
  enum Stream {
    IMAGES(Topics::images),
    CAPTIONS(Topics::captions),
    SOUNDS(Topics::sounds),
    EMBEDDINGS(Topics::embeddings),
    SCORES(Topics::scores),
    LOSS(Topics::loss),
    LABELLED_PAIRS(Topics::labelledPairs),
    TRAINING(Topics::training),
    DEAD_LETTERS(Topics::deadLetters);

    private final Function<Topics, Topic<?, ?>> topic;

    Stream(Function<Topics, Topic<?, ?>> topic) {
      this.topic = topic;
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  @Override
  public Integer call() throws Exception {
    context.requireAtLeast("--max", max, 1L);
    Settings settings = context.settings();
    try (StopSignal stop = StopSignal.install()) {
      print(settings, stop);
      if (stop.isRequested()) {
        context.say("Stopped after %,d records.", written);
      }
    }
    return 0;
  }

  private void print(Settings settings, StopSignal stop) throws IOException, InterruptedException {
    try (SchemaRegistry registry = SchemaRegistry.connect(settings.registry())) {
      Topic<?, ?> topic = stream.topic.apply(Topics.of(settings, registry));
      TopicSetup.require(settings, topic.name());
      print(settings, topic, stop);
    } finally {
      if (skipped > MAX_NAMED) {
        context.say("Skipped %d records in all, which can't be decoded.", skipped);
      }
    }
  }

  private <K, V> void print(Settings settings, Topic<K, V> topic, StopSignal stop)
      throws IOException, InterruptedException {
    startNs = System.nanoTime();
    try (TopicReader<K, V> reader = new TopicReader<>(settings.consumerProperties(), topic, from);
        RecordWriter writer = new RecordWriter(format, target());
        ProgressDisplay progress = out == null ? null : progress()) {
      while (writer.written() < max && !stop.await(Duration.ZERO)) {
        boolean ending = toEnd && reader.atEnd();
        reader.poll(
            POLL_TIMEOUT,
            record -> {
              if (writer.written() < max) {
                writer.write(RecordFields.of(record));
              }
            },
            record -> skip(record, progress));
        if (progress != null) {
          progress.show(writer.written(), "written");
        } else {
          hint(topic.name(), writer.written());
        }
        written = writer.written();
        if (!writer.flush() || ending) {
          return;
        }
      }
    }
  }

  /** Names the first records that can't be decoded, and counts them. */
  private void skip(String record, ProgressDisplay progress) {
    skipped++;
    if (skipped > MAX_NAMED) {
      return;
    }
    if (progress != null) {
      progress.clear();
    }
    context.say("Skipping %s", record);
  }

  /** Prints a hint, once, if no record has arrived for a while. */
  private void hint(String topic, long written) {
    if (!hinted && written == 0 && System.nanoTime() - startNs > HINT_DELAY.toNanos()) {
      hinted = true;
      String hint = from == From.LATEST ? " (--from beginning prints existing ones)" : "";
      context.say("Waiting for records of %s%s; press Ctrl-C to stop.", topic, hint);
    }
  }

  private ProgressDisplay progress() {
    return new ProgressDisplay(context, "Records", max == Long.MAX_VALUE ? -1 : max);
  }

  private PrintWriter target() throws IOException {
    return out == null
        ? context.out()
        : new PrintWriter(Files.newBufferedWriter(out, StandardCharsets.UTF_8));
  }
}
