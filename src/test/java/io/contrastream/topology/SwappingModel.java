package io.contrastream.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.contrastream.checkpoint.Networks;
import io.contrastream.encoding.Encoder;
import io.contrastream.encoding.EncoderSet;
import io.contrastream.encoding.EncoderSpec;
import io.contrastream.encoding.Model;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Lends models of a checkpoint that a test can swap at any time. A vector is the input's first
 * bytes, rotated by the checkpoint's number, so vectors of different checkpoints differ.
 */
@SuppressWarnings("NonAtomicVolatileUpdate") // a single thread writes them
final class SwappingModel implements Supplier<Model> {
  static final int DIMENSION = Networks.IMAGE.spec().dimension();

  private volatile int checkpoint;
  private volatile int calls;

  void swapTo(int next) {
    checkpoint = next;
  }

  int calls() {
    return calls;
  }

  @Override
  public Model get() {
    String id = "checkpoint-" + checkpoint;
    int rotation = checkpoint;
    calls++;
    return new EncoderSet(
        "space-of-" + id,
        new FakeEncoder<>(id, Networks.IMAGE.spec(), image -> vector(image, rotation)),
        new FakeEncoder<>(
            id, Networks.CAPTION.spec(), text -> vector(text.text().getBytes(UTF_8), rotation)),
        new FakeEncoder<>(
            id, Networks.SOUND.spec(), sound -> vector(bytes(sound.samples()), rotation)));
  }

  /** Returns a model of images that takes all of them for the same one. */
  static Model blind(String id) {
    return model(id, image -> new float[] {1, 1});
  }

  /** Returns a model of images that fails. */
  static Model broken(String id, Throwable failure) {
    return model(
        id,
        image -> {
          if (failure instanceof Error error) {
            throw error;
          }
          throw (RuntimeException) failure;
        });
  }

  private static Model model(String id, Function<byte[], float[]> function) {
    return EncoderSet.ofImages(new FakeEncoder<>(id, Networks.IMAGE.spec(), function));
  }

  /** Calls a function for each input. */
  private record FakeEncoder<I>(
      String checkpointId, EncoderSpec spec, Function<I, float[]> function) implements Encoder<I> {
    @Override
    public float[][] embed(List<I> inputs) {
      return inputs.stream().map(function).toArray(float[][]::new);
    }

    @Override
    public void close() {}
  }

  private static byte[] bytes(short[] samples) {
    byte[] bytes = new byte[samples.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (samples[i] >> 8);
    }
    return bytes;
  }

  private static float[] vector(byte[] bytes, int rotation) {
    float[] vector = new float[DIMENSION];
    for (int i = 0; i < Math.min(DIMENSION, bytes.length); i++) {
      vector[(i + rotation) % DIMENSION] = bytes[i] & 0xff;
    }
    return vector;
  }
}
