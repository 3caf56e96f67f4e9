package io.contrastream.dashboard;

import io.contrastream.schema.ImageEmbedding;
import io.contrastream.schema.Modality;

/** Names an image, caption or sound; ids are unique among inputs of the same modality only. */
record InputId(Modality modality, String id) {
  static InputId of(ImageEmbedding embedding) {
    return new InputId(embedding.getModality(), embedding.getImageId());
  }
}
