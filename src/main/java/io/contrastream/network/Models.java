package io.contrastream.network;

import io.contrastream.caption.Caption;
import io.contrastream.checkpoint.Checkpoint;
import io.contrastream.checkpoint.CheckpointException;
import io.contrastream.checkpoint.CheckpointFile;
import io.contrastream.checkpoint.CheckpointFolder;
import io.contrastream.checkpoint.Networks;
import io.contrastream.config.ModelSettings;
import io.contrastream.config.Settings;
import io.contrastream.encoding.Encoder;
import io.contrastream.encoding.EncoderSet;
import io.contrastream.encoding.Modalities;
import io.contrastream.encoding.Model;
import io.contrastream.lifecycle.Closeables;
import io.contrastream.schema.Modality;
import io.contrastream.sound.LogMel;
import io.contrastream.sound.Sound;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;

/** Loads checkpoints as models: all their encoders, checked and warmed up. */
public final class Models {
  private static final Caption CAPTION = new Caption("warm-up");
  private static final Sound SOUND = warmUpSound();

  private Models() {}

  /**
   * Loads the checkpoint of the settings.
   *
   * @throws CheckpointException as of {@link #load(Checkpoint, String, Settings)}, or if the file
   *     is missing
   */
  public static Model load(Settings settings) {
    ModelSettings model = settings.model();
    Path file = new CheckpointFolder(model.checkpointsDir()).resolve(model.checkpoint());
    return load(CheckpointFile.load(file), file.toString(), settings);
  }

  /**
   * Loads all encoders of a checkpoint, and runs those of the settings' modalities on a full batch.
   *
   * @param origin where the checkpoint is from, for messages
   * @return the model; the caller closes it
   * @throws CheckpointException if it is not of our networks, or lacks one of a modality that the
   *     settings name
   * @throws ModelException if libtorch can't be started or run, or vectors are not finite
   */
  public static Model load(Checkpoint checkpoint, String origin, Settings settings) {
    requireEncoders(checkpoint, origin, settings);
    ModelSettings how = settings.model();
    Encoder<byte[]> images =
        ImageEncoders.load(
            checkpoint, origin, how.path(), how.device(), List.of(settings.batch().size()));
    Encoder<Caption> captions = null;
    Encoder<Sound> sounds = null;
    try {
      if (Networks.has(checkpoint, Modality.CAPTION)) {
        captions = Encoders.captions(checkpoint, origin, how.device());
        if (settings.modalities().contains(Modality.CAPTION)) {
          tryOut(captions, CAPTION, settings.batch().captionSize(), origin);
        }
      }
      if (Networks.has(checkpoint, Modality.SOUND)) {
        sounds = Encoders.sounds(checkpoint, origin, how.device());
        if (settings.modalities().contains(Modality.SOUND)) {
          tryOut(sounds, SOUND, settings.batch().soundSize(), origin);
        }
      }
      return new EncoderSet(checkpoint.spaceId(), images, captions, sounds);
    } catch (Throwable e) { // whatever it is, native memory must be freed
      Closeables.closeAll(sounds, captions, images);
      throw e;
    }
  }

  private static void requireEncoders(Checkpoint checkpoint, String origin, Settings settings) {
    for (Modality modality : settings.modalities()) {
      if (!Networks.has(checkpoint, modality)) {
        String name = Modalities.name(modality);
        throw new CheckpointException(
            ("%s has no encoder of %ss, but the setting modalities names %s; train one with:"
                    + " contrastream fit --modality %s --against %s")
                .formatted(origin, name, name, name, checkpoint.id()));
      }
    }
  }

  private static <I> void tryOut(Encoder<I> encoder, I input, int batchSize, String origin) {
    ImageEncoders.requireFinite(encoder.embed(Collections.nCopies(batchSize, input))[0], origin);
  }

  /** Returns half a second of a tone, as loud as a voice. */
  public static Sound warmUpSound() {
    short[] samples = new short[LogMel.RATE / 2];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (short) (i % 32 < 16 ? 8000 : -8000);
    }
    return new Sound(LogMel.RATE, samples);
  }
}
