package io.contrastream.encoding;

import io.contrastream.caption.Caption;
import io.contrastream.lifecycle.Closeables;
import io.contrastream.schema.Modality;
import io.contrastream.sound.Sound;

/**
 * A model that owns its encoders.
 *
 * @param spaceId of the checkpoint's vectors
 * @param captions null if there is none
 * @param sounds null if there is none
 */
public record EncoderSet(
    String spaceId, Encoder<byte[]> images, Encoder<Caption> captions, Encoder<Sound> sounds)
    implements Model {

  /** Returns a model of images alone, in a space of its own. */
  public static EncoderSet ofImages(Encoder<byte[]> images) {
    return new EncoderSet(images.checkpointId(), images, null, null);
  }

  @Override
  public String checkpointId() {
    return images.checkpointId();
  }

  @Override
  public boolean has(Modality modality) {
    return of(modality) != null;
  }

  private Encoder<?> of(Modality modality) {
    return switch (modality) {
      case IMAGE -> images;
      case CAPTION -> captions;
      case SOUND -> sounds;
    };
  }

  @Override
  public Encoder<Caption> captions() {
    return require(captions, Modality.CAPTION);
  }

  @Override
  public Encoder<Sound> sounds() {
    return require(sounds, Modality.SOUND);
  }

  private <I> Encoder<I> require(Encoder<I> encoder, Modality modality) {
    if (encoder == null) {
      throw new IllegalStateException(
          "Checkpoint %s has no encoder of %ss"
              .formatted(checkpointId(), Modalities.name(modality)));
    }
    return encoder;
  }

  @Override
  public void close() {
    Closeables.closeAll(sounds, captions, images);
  }
}
