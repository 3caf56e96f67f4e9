package io.contrastream.network;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.inference.Predictor;
import ai.djl.translate.TranslateException;
import io.contrastream.checkpoint.EncoderDescription;
import io.contrastream.checkpoint.EncoderFile;
import io.contrastream.config.FileFaults;
import io.contrastream.encoding.Encoder;
import io.contrastream.encoding.EncoderSpec;
import io.contrastream.similarity.CosineSimilarity;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** An encoder of a user's own, a TorchScript or ONNX model, as its description says. */
final class OwnEncoder implements Encoder<byte[]> {
  /** Larger batches are cut: a model's size is unknown, and so is the memory of its activations. */
  static final int MAX_BATCH = 256;

  /** Bounds a batch of large images. */
  private static final int MAX_BATCH_BYTES = 64 << 20;

  /** Options of ONNX Runtime; libtorch has its own. Parallelism comes from our threads. */
  private static final Map<String, String> ONE_THREAD =
      Map.of("intraOpNumThreads", "1", "interOpNumThreads", "1");

  private final EncoderDescription description;
  private final String checkpointId;
  private final Model model;
  private final Queue<Predictor<List<byte[]>, float[]>> idle = new ConcurrentLinkedQueue<>();

  /**
   * @throws ModelException if the engine is missing or can't load the file
   */
  OwnEncoder(EncoderFile file, String checkpointId, Device device) {
    this.description = file.description();
    this.checkpointId = checkpointId;
    LibTorch.start(); // ONNX Runtime leaves to it what it can't do itself
    this.model = load(file.path(), file.kind(), device);
    if (!EncoderFile.sha256(file.path()).equals(file.sha256())) {
      model.close();
      throw new ModelException(
          file.path() + " was changed while it was loaded; wait until it is copied, and try again");
    }
  }

  /** Loads a model, to be closed by the caller. */
  static Model load(Path file, EncoderFile.Kind kind, Device device) {
    String engine =
        switch (kind) {
          case TORCHSCRIPT -> "PyTorch";
          case ONNX -> "OnnxRuntime";
        };
    if (!Engine.hasEngine(engine)) {
      throw new ModelException(
          "%s is an ONNX model, but this build has no ONNX Runtime: build with mvn -Ponnx package"
              .formatted(file));
    }
    Model model = Model.newInstance(file.getFileName().toString(), device, engine);
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      model.load(in, ONE_THREAD);
      return model;
    } catch (IOException e) {
      model.close();
      throw new ModelException(file + " can't be read: " + FileFaults.reason(e), e);
    } catch (MalformedModelException | RuntimeException | LinkageError e) {
      model.close();
      throw new ModelException(
          "%s can't be loaded as a %s model: %s".formatted(file, kind.title, reason(e)), e);
    }
  }

  @Override
  public EncoderSpec spec() {
    return description.spec();
  }

  @Override
  public String checkpointId() {
    return checkpointId;
  }

  @Override
  public float[][] embed(List<byte[]> images) {
    if (images.isEmpty()) {
      throw new IllegalArgumentException("A batch to embed must hold at least one input");
    }
    images.forEach(this::requireWhole);
    float[][] vectors = new float[images.size()][];
    int most =
        Math.max(1, Math.min(MAX_BATCH, MAX_BATCH_BYTES / (Float.BYTES * spec().input().size())));
    for (int from = 0; from < images.size(); from += most) {
      List<byte[]> part = images.subList(from, Math.min(images.size(), from + most));
      split(predict(part), vectors, from, part.size());
    }
    return vectors;
  }

  private void requireWhole(byte[] pixels) {
    EncoderSpec.Input input = spec().input();
    if (pixels.length != input.size()) {
      throw new IllegalArgumentException(
          "An image to embed has %d bytes (%s), not %d"
              .formatted(input.size(), input, pixels.length));
    }
  }

  private void split(float[] flat, float[][] vectors, int from, int count) {
    int dimension = spec().dimension();
    for (int i = 0; i < count; i++) {
      float[] vector = Arrays.copyOfRange(flat, i * dimension, (i + 1) * dimension);
      if (!isFinite(vector)) {
        throw new IllegalArgumentException(
            "The model gives NaN or infinite numbers for an image of this batch");
      }
      vectors[from + i] = description.normalize() ? CosineSimilarity.unit(vector) : vector;
    }
  }

  private static boolean isFinite(float[] vector) {
    for (float number : vector) {
      if (!Float.isFinite(number)) {
        return false;
      }
    }
    return true;
  }

  private float[] predict(List<byte[]> images) {
    try {
      return run(images);
    } catch (ModelException e) {
      if (images.size() == 1 && takesBlankImages()) {
        throw new IllegalArgumentException("The model fails with this image: " + e.getMessage(), e);
      }
      throw e;
    }
  }

  /** Tells a model that fails with one image from one that fails. */
  private boolean takesBlankImages() {
    try {
      run(List.of(new byte[spec().input().size()]));
      return true;
    } catch (ModelException e) {
      return false;
    }
  }

  /** A predictor belongs to one thread at a time; as many are made as threads embed at once. */
  private float[] run(List<byte[]> images) {
    Predictor<List<byte[]>, float[]> own = idle.poll();
    Predictor<List<byte[]>, float[]> predictor =
        own == null ? model.newPredictor(new PixelTranslator(description)) : own;
    try {
      return predictor.predict(images);
    } catch (TranslateException | RuntimeException | OutOfMemoryError e) {
      throw new ModelException(
          "The model fails with a batch of %d images of the shape that its description gives: %s"
              .formatted(images.size(), reason(e)),
          e);
    } finally {
      idle.add(predictor);
    }
  }

  /** Returns the sentence that matters of a message with the whole stack of a model. */
  private static String reason(Throwable e) {
    boolean wraps = e instanceof TranslateException && e.getCause() != null;
    String message = String.valueOf((wraps ? e.getCause() : e).getMessage());
    List<String> lines = message.lines().map(String::strip).filter(it -> !it.isEmpty()).toList();
    return lines.stream()
        .filter(line -> line.contains("Error: "))
        .reduce((first, last) -> last)
        .or(() -> lines.stream().findFirst())
        .orElse(message);
  }

  @Override
  public void close() {
    idle.forEach(Predictor::close);
    model.close();
  }
}
