package io.contrastream.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.contrastream.checkpoint.CheckpointFile;
import io.contrastream.config.ForwardPath;
import io.contrastream.dashboard.EmbeddingMap.Entry;
import io.contrastream.encoding.Encoder;
import io.contrastream.image.Digit;
import io.contrastream.image.DigitSource;
import io.contrastream.image.source.DigitSources;
import io.contrastream.network.ImageEncoders;
import io.contrastream.schema.Modality;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The default map of the checkpoint that comes with the program. */
class LabelCircleTest {
  private static final Path CHECKPOINT = Path.of("checkpoints/contrastream-mnist.safetensors");
  private static final int FITTED = 200;
  private static final int SHOWN = 1500;

  @Test
  void shouldSeparateDrawnDigits() {
    assertSeparated(DigitSources.open("drawn:" + (FITTED + SHOWN), 1));
  }

  @Test
  void shouldSeparateMnist() {
    String data = System.getenv("CONTRASTREAM_DATA");
    Path images = Path.of(data == null ? "" : data, "mnist", "train-images-idx3-ubyte.gz");
    assumeTrue(Files.exists(images), "CONTRASTREAM_DATA names no folder with MNIST in it");
    String slice = "[58000:%d]".formatted(58000 + FITTED + SHOWN);
    assertSeparated(DigitSources.open("idx:" + images + slice, 0));
  }

  /** Of images that the plane was not fitted to. */
  private static void assertSeparated(DigitSource source) {
    List<Entry> all = embedded(source);
    Projection plane = LabelCircle.fit(all.subList(0, FITTED)).orElseThrow();
    List<Entry> shown = all.subList(FITTED, all.size());
    double[][] positions =
        shown.stream().map(entry -> plane.project(entry.vector())).toArray(double[][]::new);

    double[][] centres = centres(shown, positions);

    double width = width(positions);
    for (int a = 0; a < Digit.CLASSES; a++) {
      for (int b = 0; b < a; b++) {
        assertThat(distance(centres[a], centres[b]) / width)
            .as("distance of %d and %d, in widths of the map", a, b)
            .isGreaterThan(0.15);
      }
    }
    long atHome =
        IntStream.range(0, shown.size())
            .filter(i -> nearest(centres, positions[i]) == shown.get(i).label())
            .count();
    assertThat((double) atHome / shown.size()).isGreaterThan(0.98);
  }

  private static List<Entry> embedded(DigitSource source) {
    List<byte[]> pixels = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    for (int i = 0; i < source.size(); i++) {
      pixels.add(source.get(i).pixels());
      labels.add(source.get(i).label());
    }
    try (Encoder<byte[]> model =
        ImageEncoders.load(
            CheckpointFile.load(CHECKPOINT), CHECKPOINT.toString(), ForwardPath.FAST, List.of())) {
      float[][] vectors = model.embed(pixels);
      return IntStream.range(0, vectors.length)
          .mapToObj(
              i ->
                  new Entry(
                      i, new InputId(Modality.IMAGE, String.valueOf(i)), labels.get(i), vectors[i]))
          .toList();
    }
  }

  private static double[][] centres(List<Entry> entries, double[][] positions) {
    double[][] sums = new double[Digit.CLASSES][3];
    for (int i = 0; i < positions.length; i++) {
      double[] sum = sums[entries.get(i).label()];
      sum[0] += positions[i][0];
      sum[1] += positions[i][1];
      sum[2]++;
    }
    for (double[] sum : sums) {
      sum[0] /= sum[2];
      sum[1] /= sum[2];
    }
    return sums;
  }

  private static double width(double[][] positions) {
    DoubleSummaryStatistics x =
        Stream.of(positions).mapToDouble(each -> each[0]).summaryStatistics();
    return x.getMax() - x.getMin();
  }

  private static int nearest(double[][] centres, double[] position) {
    int best = 0;
    for (int label = 1; label < centres.length; label++) {
      if (distance(centres[label], position) < distance(centres[best], position)) {
        best = label;
      }
    }
    return best;
  }

  private static double distance(double[] a, double[] b) {
    return Math.hypot(a[0] - b[0], a[1] - b[1]);
  }
}
