package io.contrastream.topology.join;

import io.contrastream.schema.Modality;

/**
 * The latest offset of a pair's records in the topic of each modality; all of a pair are in one
 * partition of it.
 */
record Offsets(long image, long caption, long sound) {
  /** Less than any offset. */
  static final long NO_OFFSET = -1;

  static final Offsets NONE = ofImages(NO_OFFSET);

  static Offsets ofImages(long latest) {
    return new Offsets(latest, NO_OFFSET, NO_OFFSET);
  }

  boolean hold(Modality modality, long offset) {
    return offset
        <= switch (modality) {
          case IMAGE -> image;
          case CAPTION -> caption;
          case SOUND -> sound;
        };
  }

  Offsets with(Modality modality, long offset) {
    return switch (modality) {
      case IMAGE -> new Offsets(offset, caption, sound);
      case CAPTION -> new Offsets(image, offset, sound);
      case SOUND -> new Offsets(image, caption, offset);
    };
  }
}
