package io.contrastream.network;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.contrastream.checkpoint.Checkpoint;
import io.contrastream.checkpoint.Networks;
import io.contrastream.sound.LogMel;
import io.contrastream.sound.Sound;
import java.util.List;

/** Embeds recordings by their log-mel spectrograms, on any device. */
final class SoundEncoder extends BatchingEncoder<Sound> {
  /** On a CPU, activations of larger batches no longer fit into the caches. */
  private static final int MAX_BATCH = 64;

  private final FoldedNetwork network;

  SoundEncoder(Checkpoint checkpoint, Device device) {
    super(Networks.SOUND, checkpoint, MAX_BATCH);
    network =
        new FoldedNetwork(
            Networks.SOUND,
            checkpoint,
            LibTorch.newManager(device),
            NDManager::create,
            NDManager::create);
  }

  @Override
  float[] forward(List<Sound> sounds) {
    int size = spec().input().size();
    float[] spectrograms = new float[sounds.size() * size];
    for (int i = 0; i < sounds.size(); i++) {
      System.arraycopy(LogMel.of(sounds.get(i)), 0, spectrograms, i * size, size);
    }
    try (NDManager scope = network.newScope()) {
      NDArray input =
          scope.create(spectrograms, ContrastiveNetwork.batchShape(Networks.SOUND, sounds.size()));
      NDArray summary = FoldedNetwork.pooledOverTime(network.convolve(input));
      return network.project(summary).toFloatArray();
    }
  }

  @Override
  public void close() {
    network.close();
  }
}
