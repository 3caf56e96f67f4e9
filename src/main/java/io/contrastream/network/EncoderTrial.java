package io.contrastream.network;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.translate.TranslateException;
import io.contrastream.checkpoint.EncoderDescription;
import io.contrastream.checkpoint.EncoderDescription.Layout;
import io.contrastream.checkpoint.EncoderFile;
import io.contrastream.encoding.Encoder;
import io.contrastream.encoding.EncoderSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Tries encoders of a user's own on noise. */
public final class EncoderTrial {
  private static final int IMAGES = 8;
  private static final int RUNS = 5;
  private static final long MAX_NANOS = 2_000_000_000;

  /** Sides of images that are common in published models, small ones first. */
  private static final List<Integer> SIDES =
      List.of(28, 32, 64, 96, 128, 160, 224, 256, 299, 336, 384, 448, 512);

  private EncoderTrial() {}

  /**
   * The speed with batches of one size, on one thread.
   *
   * @param perSecond images, median of several runs
   */
  public record Speed(int batch, double perSecond) {}

  /**
   * Finds out what a model without a description takes, by trying common sizes; the scaling of the
   * numbers can't be found out.
   *
   * @param shape (channels, height, width), if known
   * @return a description to start from, or empty if the model takes none of them
   * @throws ModelException if the model can't be loaded
   */
  public static Optional<EncoderDescription> guess(
      Path file, EncoderFile.Kind kind, Optional<List<Integer>> shape) {
    LibTorch.start();
    try (Model model = OwnEncoder.load(file, kind, Device.cpu())) {
      return shape.map(List::of).orElseGet(EncoderTrial::shapes).stream()
          .flatMap(EncoderTrial::variants)
          .flatMap(each -> dimension(model, each).stream())
          .findFirst();
    }
  }

  private static List<List<Integer>> shapes() {
    return SIDES.stream()
        .flatMap(side -> Stream.of(List.of(1, side, side), List.of(3, side, side)))
        .toList();
  }

  private static Stream<EncoderDescription> variants(List<Integer> shape) {
    return Stream.of(EncoderSpec.Type.FLOAT32, EncoderSpec.Type.UINT8)
        .flatMap(
            type ->
                Stream.of(Layout.values())
                    .map(
                        layout ->
                            EncoderDescription.of(
                                shape.get(0), shape.get(1), shape.get(2), 1, layout, type)));
  }

  /** Returns the description with the right dimension, or empty if the model fails. */
  private static Optional<EncoderDescription> dimension(Model model, EncoderDescription tried) {
    List<byte[]> images = noise(tried.spec().input(), 2);
    try (Predictor<List<byte[]>, float[]> predictor =
        model.newPredictor(new PixelTranslator(tried, true))) {
      int numbers = predictor.predict(images).length;
      List<Integer> shape = tried.spec().input().shape();
      return Optional.of(
          EncoderDescription.of(
              shape.get(0),
              shape.get(1),
              shape.get(2),
              numbers / images.size(),
              tried.layout(),
              tried.type()));
    } catch (TranslateException | RuntimeException e) {
      return Optional.empty();
    }
  }

  /** Returns images of random bytes, always the same. */
  public static List<byte[]> noise(EncoderSpec.Input input, int count) {
    Random random = new Random(1);
    List<byte[]> images = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] image = new byte[input.size()];
      random.nextBytes(image);
      images.add(image);
    }
    return images;
  }

  /**
   * Returns how much the vectors of a batch differ at most from those of the same images alone,
   * relative to their length; 0 or some 1e-6 if the model embeds images one by one.
   */
  public static double dependenceOnBatch(Encoder<byte[]> encoder) {
    List<byte[]> images = noise(encoder.spec().input(), IMAGES);
    float[][] together = encoder.embed(images);
    double most = 0;
    for (int i = 0; i < images.size(); i++) {
      most = Math.max(most, distance(together[i], encoder.embed(List.of(images.get(i)))[0]));
    }
    return most;
  }

  private static double distance(float[] a, float[] b) {
    double squares =
        IntStream.range(0, a.length).mapToDouble(i -> Math.pow((double) a[i] - b[i], 2)).sum();
    double length = IntStream.range(0, a.length).mapToDouble(i -> (double) a[i] * a[i]).sum();
    return Math.sqrt(squares / Math.max(length, Double.MIN_NORMAL));
  }

  /** Measures the speed by size of the batch; stops at sizes that take seconds. */
  public static List<Speed> speeds(Encoder<byte[]> encoder, List<Integer> batches) {
    List<Speed> speeds = new ArrayList<>();
    for (int batch : batches) {
      List<byte[]> images = noise(encoder.spec().input(), batch);
      encoder.embed(images);
      double[] nanos = new double[RUNS];
      for (int run = 0; run < RUNS; run++) {
        long start = System.nanoTime();
        encoder.embed(images);
        nanos[run] = System.nanoTime() - start;
      }
      Arrays.sort(nanos);
      double median = nanos[RUNS / 2];
      speeds.add(new Speed(batch, batch * 1e9 / median));
      if (median > MAX_NANOS) {
        break;
      }
    }
    return speeds;
  }
}
