package io.contrastream.faults;

import io.contrastream.checkpoint.Architecture;
import io.contrastream.encoding.Encoder;
import io.contrastream.encoding.EncoderSpec;
import io.contrastream.network.ModelException;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A model whose vectors tell which image and which checkpoint they were made of, and which fails as
 * it is told to.
 *
 * @param batches of all models of this process so far
 */
record KnownModel(String checkpointId, Faults faults, AtomicInteger batches)
    implements Encoder<byte[]> {

  /**
   * How it fails.
   *
   * @param badEvery every image whose number this divides makes its batch fail; 0 for none
   * @param outOfMemory share of batches of more than one image that run out of memory, 0 to 1
   * @param lostAfter batches after which the device is lost for good; 0 for never
   * @param killAfter batches after which the process is killed in the midst of one; 0 for never
   */
  record Faults(int badEvery, double outOfMemory, int lostAfter, int killAfter) {
    static final Faults NONE = new Faults(0, 0, 0, 0);

    boolean bad(int number) {
      return badEvery > 0 && number % badEvery == badEvery - 1;
    }
  }

  @Override
  public EncoderSpec spec() {
    return Architecture.CONTRASTIVE_CNN_1.spec();
  }

  @Override
  public float[][] embed(List<byte[]> images) {
    int batch = batches.incrementAndGet();
    if (batch == faults.killAfter()) {
      Kill.self();
    }
    if (faults.lostAfter() > 0 && batch > faults.lostAfter()) {
      throw new ModelException("The device is lost");
    }
    if (images.size() > 1 && ThreadLocalRandom.current().nextDouble() < faults.outOfMemory()) {
      throw new OutOfMemoryError("so it was told");
    }
    return images.stream().map(this::vector).toArray(float[][]::new);
  }

  private float[] vector(byte[] pixels) {
    int number = ScriptedImages.numberOf(pixels);
    if (faults.bad(number)) {
      throw new IllegalArgumentException("Image " + number + " is bad");
    }
    return ScriptedImages.vector(number, checkpointId);
  }

  @Override
  public void close() {}
}
