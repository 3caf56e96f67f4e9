package io.contrastream.cli.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.contrastream.caption.Caption;
import io.contrastream.checkpoint.Checkpoint;
import io.contrastream.cli.options.ModelOptions;
import io.contrastream.cli.options.NamedCheckpoint;
import io.contrastream.cli.output.JsonCommand;
import io.contrastream.cli.output.Table;
import io.contrastream.cli.output.VectorTable;
import io.contrastream.config.Settings;
import io.contrastream.encoding.Encoder;
import io.contrastream.network.Encoders;
import io.contrastream.similarity.CosineSimilarity;
import io.contrastream.sound.Sound;
import io.contrastream.sound.file.WavFile;
import io.contrastream.topic.TopicSetup;
import io.contrastream.topic.Topics;
import io.contrastream.topic.registry.SchemaRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "search",
    description = {
      "Find the vectors that are nearest to a caption or a recording: in a file, or in the topic of"
          + " embeddings.",
      "A file must have been embedded with a checkpoint of the same space, because vectors of"
          + " different spaces don't compare. Of a topic, those of other spaces are left out."
    },
    footer = {
      "  contrastream search \"a handwritten seven\" --in topic",
      "  contrastream search \"a handwritten seven\" --in vectors.npy \\",
      "    --checkpoint runs/s/sound.safetensors",
      "  contrastream search --sound seven.wav --in vectors.csv --top 3 \\",
      "    --checkpoint runs/s/sound.safetensors"
    })
public final class SearchCommand extends JsonCommand {
  /** Not a file: those end in .npy or .csv. */
  private static final String TOPIC = "topic";

  @Mixin private ModelOptions options;

  @Parameters(
      arity = "0..1",
      paramLabel = "TEXT",
      description = "Caption to search for, at most 256 characters (default: --sound).")
  private String text;

  @Option(
      names = "--sound",
      paramLabel = "FILE",
      description = "WAV file to search for (default: TEXT).")
  private Path sound;

  @Option(
      names = "--in",
      required = true,
      paramLabel = "FILE|topic",
      description =
          "FILE.npy or FILE.csv, as embed writes it, or topic: all embeddings of the topic,"
              + " searched with its active checkpoint unless --checkpoint names one.")
  private String in;

  @Option(
      names = "--top",
      paramLabel = "N",
      defaultValue = "10",
      description = "Number of vectors to find, of each modality (default: ${DEFAULT-VALUE}).")
  private int top;

  /**
   * One of the nearest vectors, and what {@code --json} prints of it.
   *
   * @param rank from 1
   * @param row in the file, from 0
   * @param file that was embedded; null if unknown
   * @param label null if unknown
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record Found(int rank, double cosine, int row, String file, Integer label) {}

  @Override
  public Integer call() throws IOException {
    if ((text == null) == (sound == null)) {
      throw context.usageError("Give a TEXT to search for, or --sound FILE");
    }
    context.requireAtLeast("--top", top, 1);
    if (in.equals(TOPIC)) {
      searchTopic();
    } else {
      searchFile(Path.of(in));
    }
    return 0;
  }

  private void searchTopic() {
    Settings settings = context.settings();
    TopicSetup.require(settings, settings.topics().embeddings());
    try (SchemaRegistry registry = SchemaRegistry.connect(settings.registry())) {
      Topics topics = Topics.of(settings, registry);
      NamedCheckpoint named = options.findActive(context, topics);
      TopicSearch search =
          new TopicSearch(query(named), named.checkpoint().spaceId(), named.origin(), top);
      List<TopicSearch.Found> found = search.run(context, topics.embeddings());
      printResults(found, () -> TopicSearch.table(found).print(context.out()));
    }
  }

  private void searchFile(Path file) throws IOException {
    VectorTable table = VectorTable.read(file);
    float[] query = query(options.find(context));
    if (table.vectors()[0].length != query.length) {
      throw context.usageError(
          "%s has vectors of %d numbers, but this checkpoint's have %d"
              .formatted(file, table.vectors()[0].length, query.length));
    }
    List<Found> found = nearest(query, table);
    printResults(found, () -> print(found));
  }

  private float[] query(NamedCheckpoint named) {
    Checkpoint checkpoint = named.checkpoint();
    String device = context.settings().model().device();
    if (sound == null) {
      Caption caption = caption();
      try (Encoder<Caption> encoder = Encoders.captions(checkpoint, named.origin(), device)) {
        return encoder.embed(List.of(caption))[0];
      }
    }
    try (Encoder<Sound> encoder = Encoders.sounds(checkpoint, named.origin(), device)) {
      return encoder.embed(List.of(WavFile.readAudible(sound)))[0];
    }
  }

  private Caption caption() {
    try {
      return new Caption(text);
    } catch (IllegalArgumentException e) {
      throw context.usageError(e.getMessage());
    }
  }

  private List<Found> nearest(float[] query, VectorTable table) {
    double[] cosines = new double[table.size()];
    for (int row = 0; row < cosines.length; row++) {
      cosines[row] = CosineSimilarity.between(query, table.vectors()[row]);
    }
    List<Integer> rows =
        IntStream.range(0, cosines.length)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer row) -> -cosines[row]))
            .limit(top)
            .toList();
    return IntStream.range(0, rows.size())
        .mapToObj(
            i -> {
              int row = rows.get(i);
              String name = table.names().get(row);
              return new Found(
                  i + 1, cosines[row], row, name.isEmpty() ? null : name, table.labels().get(row));
            })
        .toList();
  }

  private void print(List<Found> found) {
    Table table = new Table("rank", "cosine", "row", "label", "file");
    for (Found each : found) {
      table.row(each.rank(), Table.fixed(each.cosine(), 4), each.row(), each.label(), each.file());
    }
    table.print(context.out());
  }
}
