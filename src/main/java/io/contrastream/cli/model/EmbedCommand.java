package io.contrastream.cli.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.contrastream.cli.options.ModelOptions;
import io.contrastream.cli.options.SourceOptions;
import io.contrastream.cli.output.JsonCommand;
import io.contrastream.cli.output.OutputFile;
import io.contrastream.cli.output.ProgressDisplay;
import io.contrastream.cli.output.RowFile;
import io.contrastream.cli.output.VectorFile;
import io.contrastream.encoding.Encoder;
import io.contrastream.image.Digit;
import io.contrastream.image.DigitSource;
import io.contrastream.similarity.CosineSimilarity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "embed",
    description = "Embed a source of digits into a file, without Kafka.",
    footer = {
      "  contrastream embed --source idx:t10k-images-idx3-ubyte.gz --out vectors.npy",
      "  contrastream embed --source png:digits --out vectors.csv"
    })
public final class EmbedCommand extends JsonCommand {
  private static final int BATCH = 128;

  /** Fewer vectors may be alike because their digits are. */
  private static final int FEW = 10;

  private static final double ALIKE = 0.9999;

  @Mixin private SourceOptions source;
  @Mixin private ModelOptions options;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description =
          "FILE.csv or FILE.parquet for the file, the label and the vector of each image, or"
              + " FILE.npy for a float32 array of shape (digits, dimension) beside FILE.rows.csv,"
              + " which names its rows."
              + " Rows are in the order of the source; of png:DIR, in that of the sorted paths."
              + " Vectors have length 1, unless embedding.normalize is false.")
  private Path out;

  @Override
  public Integer call() throws IOException {
    if (!VectorFile.supports(out)) {
      throw context.usageError(
          "--out must end in .csv, .parquet or .npy, unlike %s".formatted(out));
    }
    DigitSource digits = source.openFinite(context).inFileOrder();
    try (Encoder<byte[]> model = options.load(context)) {
      boolean normalize = context.settings().embedding().normalize();
      OutputFile.write(out, path -> embed(digits, model, normalize, path));
      Path rows = VectorFile.namesNoRows(out) ? RowFile.of(out) : null;
      if (rows != null) {
        OutputFile.write(rows, path -> RowFile.write(path, digits));
      }
      Written written = new Written(digits.size(), model.checkpointId(), text(out), text(rows));
      printResult(written, () -> print(written));
    }
    return 0;
  }

  /**
   * What {@code --json} prints.
   *
   * @param rows file that names the rows; null, and left out, if the file of the vectors does
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record Written(int vectors, String checkpoint, String file, String rows) {}

  private void print(Written written) {
    context.say(
        "Wrote %d vectors of checkpoint %s to %s%s",
        written.vectors(),
        written.checkpoint(),
        written.file(),
        written.rows() == null ? "" : ", and the names of their rows to " + written.rows());
  }

  private static String text(Path path) {
    return path == null ? null : path.toString();
  }

  private void embed(DigitSource digits, Encoder<byte[]> model, boolean normalize, Path path)
      throws IOException {
    try (VectorFile file = VectorFile.create(path, digits.size(), model.spec().dimension());
        ProgressDisplay progress = new ProgressDisplay(context, "Vectors", digits.size())) {
      for (int from = 0; from < digits.size(); from += BATCH) {
        int to = Math.min(digits.size(), from + BATCH);
        List<Digit> batch = IntStream.range(from, to).mapToObj(digits::get).toList();
        float[][] vectors = model.embed(batch.stream().map(Digit::pixels).toList());
        if (from == 0 && areAlike(vectors)) {
          context.say(
              "Note: the first %d vectors are alike; look at the images and at the checkpoint.",
              vectors.length);
        }
        for (int i = 0; i < vectors.length; i++) {
          float[] vector = normalize ? CosineSimilarity.unit(vectors[i]) : vectors[i];
          file.write(digits.name(from + i), batch.get(i).label(), vector);
        }
        progress.show(to, "written");
      }
    }
  }

  private static boolean areAlike(float[][] vectors) {
    return vectors.length >= FEW
        && Stream.of(vectors)
            .allMatch(
                v ->
                    Arrays.equals(v, vectors[0]) // the cosine of zero vectors is 0
                        || CosineSimilarity.between(v, vectors[0]) > ALIKE);
  }
}
