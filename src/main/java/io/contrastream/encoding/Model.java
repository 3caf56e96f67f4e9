package io.contrastream.encoding;

import io.contrastream.caption.Caption;
import io.contrastream.schema.Modality;
import io.contrastream.sound.Sound;

/**
 * The encoders of one checkpoint, whose vectors can be compared: that of images, and those of other
 * modalities if the checkpoint has them. The rules for threads are those of {@link Encoder}; close
 * the model, not its encoders.
 */
public interface Model extends AutoCloseable {
  /** Returns the id of the weights in use; constant. */
  String checkpointId();

  /** Returns the space of the vectors; constant. Only vectors of the same space are compared. */
  String spaceId();

  /** Whether there is an encoder of this modality. */
  boolean has(Modality modality);

  Encoder<byte[]> images();

  /**
   * @throws IllegalStateException if there is none
   */
  Encoder<Caption> captions();

  /**
   * @throws IllegalStateException if there is none
   */
  Encoder<Sound> sounds();

  /** Frees the native memory of all encoders, or returns a loan. */
  @Override
  void close();
}
