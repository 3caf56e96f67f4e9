package io.contrastream.network;

import ai.djl.Device;
import io.contrastream.checkpoint.Architecture;
import io.contrastream.checkpoint.Checkpoint;
import io.contrastream.config.ForwardPath;
import io.contrastream.encoding.Embedder;
import io.contrastream.encoding.ModelSlot;
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
   * On the CPU; see {@link #load(Checkpoint, String, ForwardPath, String, List)}.
   *
   * @throws io.contrastream.checkpoint.CheckpointException where it is not one of this network
   * @throws ModelException where libtorch can't be started or run, or vectors are not finite
   */
  static LoadedModel load(
      Checkpoint checkpoint, String origin, ForwardPath path, List<Integer> warmUpBatches) {
    return load(checkpoint, origin, path, "cpu", warmUpBatches);
  }

  /**
   * Checks the checkpoint, loads it, sees that it gives finite vectors, and runs it on blank
   * batches, since a batch size's first run is the slowest.
   *
   * @param origin where the checkpoint is from, for messages
   * @param device {@code auto}, {@code cpu}, {@code gpu} or {@code gpu:N}; the plain path is for
   *     the CPU alone
   * @param warmUpBatches sizes to run once each
   * @throws io.contrastream.checkpoint.CheckpointException where it is not one of this network
   * @throws ModelException where libtorch can't be started or run, or vectors are not finite
   */
  static LoadedModel load(
      Checkpoint checkpoint,
      String origin,
      ForwardPath path,
      String device,
      List<Integer> warmUpBatches) {
    Architecture.CONTRASTIVE_CNN_1.check(checkpoint, origin);
    LibTorch.start();
    LoadedModel model = create(checkpoint, path, LibTorch.device(device));
    SelfTest.run(model, origin, warmUpBatches);
    return model;
  }

  private static LoadedModel create(Checkpoint checkpoint, ForwardPath path, Device device) {
    if (path == ForwardPath.PLAIN && !device.isGpu()) {
      return new PlainEmbedder(checkpoint);
    }
    if (path == ForwardPath.PLAIN) {
      throw new ModelException(
          "The plain path runs on the CPU alone: set model.path=fast or model.device=cpu");
    }
    return device.isGpu()
        ? new DeviceEmbedder(checkpoint, LibTorch.newManager(device))
        : new FoldedEmbedder(checkpoint, LibTorch.newManager());
  }
}
