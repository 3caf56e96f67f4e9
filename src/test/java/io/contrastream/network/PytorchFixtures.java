package io.contrastream.network;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.contrastream.checkpoint.Checkpoint;
import io.contrastream.checkpoint.CheckpointFile;
import io.contrastream.image.Digit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** What PyTorch computed; {@code make_fixtures.py} beside the files tells how. */
public final class PytorchFixtures {
  private static final Path FOLDER = Path.of("src/test/resources/pytorch");

  private PytorchFixtures() {}

  /** A network after some training. */
  public static Checkpoint network() {
    return CheckpointFile.load(FOLDER.resolve("network.pt"));
  }

  public static JsonNode json(String name) {
    return read(() -> new ObjectMapper().readTree(FOLDER.resolve(name).toFile()));
  }

  public static List<byte[]> images(String name) {
    byte[] all = read(() -> Files.readAllBytes(FOLDER.resolve(name)));
    return IntStream.range(0, all.length / Digit.PIXELS)
        .mapToObj(i -> Arrays.copyOfRange(all, i * Digit.PIXELS, (i + 1) * Digit.PIXELS))
        .toList();
  }

  /** The rows of a table. */
  public static float[][] floats(JsonNode table) {
    float[][] rows = new float[table.size()][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = row(table.get(i));
    }
    return rows;
  }

  public static float[] row(JsonNode numbers) {
    float[] row = new float[numbers.size()];
    for (int i = 0; i < row.length; i++) {
      row[i] = (float) numbers.get(i).asDouble();
    }
    return row;
  }

  private interface Reading<T> {
    T read() throws IOException;
  }

  private static <T> T read(Reading<T> reading) {
    try {
      return reading.read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
