package io.contrastream.model;

import io.contrastream.checkpoint.Architecture;
import io.contrastream.checkpoint.Checkpoint;
import io.contrastream.config.ForwardPath;
import java.util.List;

/**
 * A checkpoint made ready to embed: checked, in native memory, warmed up. Here {@link #close} frees
 * that memory.
 *
 * <p>Threads: several may call {@link #embed} at once, but none while another closes; where both
 * can happen, let a {@link ModelSlot} hold the model and lend it out. Batches of 64 to 256 are
 * quickest.
 */
public interface LoadedModel extends Embedder {

  /** Frees the native memory. */
  @Override
  void close();

  /**
   * Checks the checkpoint, loads it, sees that it gives finite vectors, and runs it on blank
   * batches, since a batch size's first run is the slowest.
   *
   * @param origin where the checkpoint is from, for messages
   * @param warmUpBatches sizes to run once each
   * @throws io.contrastream.checkpoint.CheckpointException where it is not one of this network
   * @throws ModelException where libtorch can't be started or run, or vectors are not finite
   */
  static LoadedModel load(
      Checkpoint checkpoint, String origin, ForwardPath path, List<Integer> warmUpBatches) {
    Architecture.CONTRASTIVE_CNN_1.check(checkpoint, origin);
    LibTorch.start();
    LoadedModel model =
        switch (path) {
          case FAST -> new FoldedEmbedder(checkpoint);
          case PLAIN -> new PlainEmbedder(checkpoint);
        };
    try {
      SelfTest.run(model, origin);
      warmUpBatches.forEach(size -> SelfTest.embedBlank(model, size));
      return model;
    } catch (RuntimeException e) {
      model.close();
      throw e;
    }
  }
}
