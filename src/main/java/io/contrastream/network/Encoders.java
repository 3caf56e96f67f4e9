package io.contrastream.network;

import io.contrastream.caption.Caption;
import io.contrastream.checkpoint.Checkpoint;
import io.contrastream.checkpoint.CheckpointException;
import io.contrastream.checkpoint.Networks;
import io.contrastream.encoding.Encoder;
import io.contrastream.encoding.Modalities;
import io.contrastream.schema.Modality;
import io.contrastream.sound.Sound;

/** Loads the encoders of captions and sounds; {@link ImageEncoders} loads those of images. */
public final class Encoders {
  private Encoders() {}

  /**
   * @param origin where the checkpoint is from, for messages
   * @param device as of {@link ImageEncoders}
   * @throws CheckpointException if the checkpoint is invalid or has no encoder of captions
   */
  public static Encoder<Caption> captions(Checkpoint checkpoint, String origin, String device) {
    require(checkpoint, Modality.CAPTION, origin);
    return new CaptionEncoder(checkpoint, LibTorch.device(device));
  }

  /**
   * @param origin where the checkpoint is from, for messages
   * @param device as of {@link ImageEncoders}
   * @throws CheckpointException if the checkpoint is invalid or has no encoder of sounds
   */
  public static Encoder<Sound> sounds(Checkpoint checkpoint, String origin, String device) {
    require(checkpoint, Modality.SOUND, origin);
    return new SoundEncoder(checkpoint, LibTorch.device(device));
  }

  private static void require(Checkpoint checkpoint, Modality modality, String origin) {
    if (!Networks.has(checkpoint, modality)) {
      String name = Modalities.name(modality);
      throw new CheckpointException(
          "%s has no encoder of %ss; train one with: contrastream fit --modality %s --against %s"
              .formatted(origin, name, name, checkpoint.id()));
    }
    Networks.check(checkpoint, origin);
    LibTorch.start();
  }
}
