package io.contrastream.faults;

import io.contrastream.checkpoint.Networks;
import io.contrastream.encoding.Encoder;
import io.contrastream.encoding.EncoderSet;
import io.contrastream.encoding.EncoderSpec;
import io.contrastream.encoding.Model;
import io.contrastream.network.ModelException;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToIntFunction;

/**
 * A model whose vectors are a known function of input and checkpoint, and which can be told to
 * fail.
 *
 * @param batches counts the batches of all models of this process
 */
record KnownModel(String checkpointId, Faults faults, AtomicInteger batches) {

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

  /** Returns the encoders of all modalities. */
  Model encoders() {
    return new EncoderSet(
        checkpointId,
        new KnownEncoder<>(this, Networks.IMAGE.spec(), ScriptedInputs::numberOf),
        new KnownEncoder<>(this, Networks.CAPTION.spec(), ScriptedInputs::numberOf),
        new KnownEncoder<>(this, Networks.SOUND.spec(), ScriptedInputs::numberOf));
  }

  /**
   * @param numberOf returns the number that an input encodes
   */
  private record KnownEncoder<I>(KnownModel model, EncoderSpec spec, ToIntFunction<I> numberOf)
      implements Encoder<I> {

    @Override
    public String checkpointId() {
      return model.checkpointId;
    }

    @Override
    public float[][] embed(List<I> inputs) {
      model.startBatch(inputs.size());
      return inputs.stream().mapToInt(numberOf).mapToObj(model::vector).toArray(float[][]::new);
    }

    @Override
    public void close() {}
  }

  private void startBatch(int size) {
    int batch = batches.incrementAndGet();
    if (batch == faults.killAfter()) {
      Kill.self();
    }
    if (faults.lostAfter() > 0 && batch > faults.lostAfter()) {
      throw new ModelException("The device is lost");
    }
    if (size > 1 && ThreadLocalRandom.current().nextDouble() < faults.outOfMemory()) {
      throw new OutOfMemoryError("simulated");
    }
  }

  private float[] vector(int number) {
    if (faults.bad(number)) {
      throw new IllegalArgumentException("Input " + number + " is bad");
    }
    return ScriptedInputs.vector(number, checkpointId);
  }
}
