package io.contrastream.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Encoders that no part of the program knows, as a user would bring them; make.py made them. */
public final class OwnEncoders {
  private static final String COLOUR =
      """
      input:
        shape: [3, 32, 32]
        mean: [0.5, 0.4, 0.3]
        deviation: [0.2, 0.3, 0.4]
      dimension: 128
      """;

  private static final String GRAY =
      """
      input.shape: [1, 28, 28]
      dimension: 32
      """;

  private OwnEncoders() {}

  /** Copies a TorchScript model of 3 × 32 × 32 → 128 and its description into a folder. */
  public static Path colour(int version, Path folder) {
    return copy("colour-" + version, ".pt", COLOUR, folder);
  }

  /** Copies a model that gives NaN if the first value is 1, and fails if it is 2. */
  public static Path picky(Path folder) {
    return copy("picky", ".pt", "{input.shape: [3, 32, 32], dimension: 4}", folder);
  }

  /** Copies an ONNX model of 1 × 28 × 28 → 32 and its description into a folder. */
  public static Path gray(int version, Path folder) {
    return copy("gray-" + version, ".onnx", GRAY, folder);
  }

  private static Path copy(String name, String suffix, String description, Path folder) {
    Path file = folder.resolve(name + suffix);
    try (InputStream in = resource(name + suffix)) {
      Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
      Files.writeString(folder.resolve(name + ".encoder.yaml"), description);
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the vectors of colour-1 for two images of {@link #pattern}, as PyTorch has them. */
  public static float[][] expected() {
    try (InputStream in = resource("colour.csv")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(OwnEncoders::numbers)
          .toArray(float[][]::new);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the pixels of an image of the pattern of make.py, the channels of a pixel together. */
  public static byte[] pattern(int number) {
    byte[] pixels = new byte[32 * 32 * 3];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) ((number * pixels.length + i) * 7 % 256);
    }
    return pixels;
  }

  private static float[] numbers(String row) {
    String[] cells = row.split(",");
    float[] numbers = new float[cells.length];
    for (int i = 0; i < cells.length; i++) {
      numbers[i] = Float.parseFloat(cells[i]);
    }
    return numbers;
  }

  private static InputStream resource(String name) {
    return OwnEncoders.class.getResourceAsStream("/encoder/" + name);
  }
}
