package io.contrastream.cli;

import io.contrastream.checkpoint.CheckpointFile;
import io.contrastream.image.Digit;
import io.contrastream.network.ContrastiveNetwork;
import io.contrastream.network.InitialWeights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Creates small files for commands. */
public final class Fixtures {
  private Fixtures() {}

  /** Writes the checkpoint of an untrained network. */
  public static Path checkpoint(Path folder) {
    Path file = folder.resolve("untrained.safetensors");
    try (ContrastiveNetwork network = new ContrastiveNetwork(InitialWeights.of(1))) {
      CheckpointFile.save(network.checkpoint(Map.of("made.by", "a test")), file);
    }
    return file;
  }

  /**
   * Writes noise on a dark ground, with labels 0, 1, 2, 0, 1, ….
   *
   * @return the source's spec
   */
  public static String source(Path folder, int digits) throws IOException {
    Random random = new Random(1);
    String rows =
        IntStream.range(0, digits)
            .mapToObj(i -> i % 3 + "," + pixels(random))
            .collect(Collectors.joining("\n"));
    return "csv:" + Files.writeString(folder.resolve("digits.csv"), rows);
  }

  private static String pixels(Random random) {
    return IntStream.range(0, Digit.PIXELS)
        .map(i -> isBorder(i) ? 0 : random.nextInt(256))
        .mapToObj(String::valueOf)
        .collect(Collectors.joining(","));
  }

  private static boolean isBorder(int pixel) {
    int row = pixel / Digit.WIDTH;
    int column = pixel % Digit.WIDTH;
    return Math.min(row, column) < 3 || Math.max(row, column) >= Digit.WIDTH - 3;
  }
}
