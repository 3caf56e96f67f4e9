package io.contrastream.faults;

import io.contrastream.checkpoint.Networks;
import io.contrastream.encoding.Encoder;
import io.contrastream.encoding.EncoderSpec;
import io.contrastream.network.ModelException;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A model whose vectors are a known function of image and checkpoint, and which can be told to
 * fail.
 *
 * @param batches counts the batches of all models of this process
 */
record KnownModel(String checkpointId, Faults faults, AtomicInteger batches)
    implements Encoder<byte[]> {

  /**
   * How the model fails.
   *
   * @param badEvery one in this many images makes its batch fail; 0 for none
   * @param outOfMemory share of batches of several images that run out of memory, from 0 to 1
   * @param lostAfter number of batches after which the device is lost for good; 0 for never
   * @param killAfter number of the batch during which the process is killed; 0 for never
   */
  record Faults(int badEvery, double outOfMemory, int lostAfter, int killAfter) {
    static final Faults NONE = new Faults(0, 0, 0, 0);

    boolean bad(int number) {
      return badEvery > 0 && number % badEvery == badEvery - 1;
    }
  }

  @Override
  public EncoderSpec spec() {
    return Networks.IMAGE.spec();
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
      throw new OutOfMemoryError("simulated");
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
