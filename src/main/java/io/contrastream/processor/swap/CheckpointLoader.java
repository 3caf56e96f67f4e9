package io.contrastream.processor.swap;

import io.contrastream.checkpoint.Checkpoint;
import io.contrastream.checkpoint.CheckpointDecoder;
import io.contrastream.checkpoint.CheckpointException;
import io.contrastream.checkpoint.CheckpointFolder;
import io.contrastream.config.Settings;
import io.contrastream.encoding.Model;
import io.contrastream.network.Models;
import io.contrastream.schema.ModelCheckpoint;
import java.nio.file.Files;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Loads models from records of the topic, which are not trusted until verified. */
final class CheckpointLoader {
  private static final Logger LOG = LoggerFactory.getLogger(CheckpointLoader.class);

  private final Settings settings;

  CheckpointLoader(Settings settings) {
    this.settings = settings;
  }

  /**
   * Loads, checks and warms up a model; saves its checkpoint if the settings say so.
   *
   * @param id the id in the announcement
   * @return the model; the caller closes it
   * @throws CheckpointException if digest, architecture, dimension, shapes or values are wrong, or
   *     an encoder is missing that the settings need
   * @throws io.contrastream.network.ModelException if the model fails its self-test
   */
  Model load(ModelCheckpoint record, String id) {
    Checkpoint checkpoint = decode(record, id);
    Model model = start(checkpoint, record, id);
    save(checkpoint);
    return model;
  }

  /** Like {@link #load}, but never saves the checkpoint. */
  Model check(ModelCheckpoint record, String id) {
    return start(decode(record, id), record, id);
  }

  private Checkpoint decode(ModelCheckpoint record, String id) {
    return CheckpointDecoder.decode(record, id, folder(), "Checkpoint " + id);
  }

  private CheckpointFolder folder() {
    return new CheckpointFolder(settings.model().checkpointsDir());
  }

  private Model start(Checkpoint checkpoint, ModelCheckpoint record, String id) {
    String origin = "Checkpoint " + id;
    Model model = Models.load(checkpoint, origin, settings);
    try {
      ProbeCheck.run(model, record.getWeights(), settings.modalities(), origin);
      return model;
    } catch (Throwable e) { // whatever it is, native memory must be freed
      model.close();
      throw e;
    }
  }

  /** The file is for users; the processor does not need it. */
  private void save(Checkpoint checkpoint) {
    CheckpointFolder folder = folder();
    String name = checkpoint.id();
    if (!settings.checkpoints().save()
        || checkpoint.file().isPresent()
        || Files.exists(folder.path().resolve(name + ".safetensors"))) {
      return;
    }
    try {
      LOG.info("Saved as {}", folder.save(checkpoint, name));
    } catch (CheckpointException e) {
      LOG.warn("Checkpoint {} is in use, but could not be saved: {}", name, e.getMessage());
    }
  }
}
