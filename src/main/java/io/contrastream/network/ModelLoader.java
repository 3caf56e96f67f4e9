package io.contrastream.network;

import io.contrastream.checkpoint.CheckpointFile;
import io.contrastream.checkpoint.CheckpointFolder;
import io.contrastream.config.ModelSettings;
import java.nio.file.Path;
import java.util.List;

/** Makes a checkpoint that people name ready to embed. */
public final class ModelLoader {
  private ModelLoader() {}

  /**
   * @param reference a name in the settings' folder, an id or a path
   * @param warmUpBatches sizes of batches to run once, since a size's first run is the slowest
   * @return the caller's, to close
   * @throws io.contrastream.checkpoint.CheckpointException where there is none or it is refused
   * @throws io.contrastream.network.ModelException where libtorch can't be started
   */
  public static LoadedModel load(
      ModelSettings settings, String reference, List<Integer> warmUpBatches) {
    Path file = new CheckpointFolder(settings.checkpointsDir()).resolve(reference);
    return LoadedModel.load(
        CheckpointFile.load(file),
        file.toString(),
        settings.path(),
        settings.device(),
        warmUpBatches);
  }
}
