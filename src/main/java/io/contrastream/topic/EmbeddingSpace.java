package io.contrastream.topic;

import io.contrastream.schema.ImageEmbedding;

/** Tells which embeddings can be compared with each other. */
public final class EmbeddingSpace {
  private EmbeddingSpace() {}

  /** Returns the space of an embedding; of releases that name none, each checkpoint is a space. */
  public static String of(ImageEmbedding embedding) {
    return embedding.getSpaceId().isEmpty() ? embedding.getCheckpointId() : embedding.getSpaceId();
  }
}
