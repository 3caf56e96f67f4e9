package io.contrastream.neighbours;

import io.contrastream.dashboard.EmbeddingClient;
import io.contrastream.schema.ImageEmbedding;
import java.util.List;
import java.util.Optional;

/**
 * The index that answers, and the one that will. Where the checkpoint changes or the index is full,
 * the next one is filled beside it and takes its place when it is large enough, so memory stays
 * bounded and somebody always answers. One thread adds, any may ask.
 */
public final class Neighbours {
  /** Numbers in an embedding. */
  public static final int DIMENSION = 64;

  /** After a swap an index of so many answers better than one that knows the old space only. */
  private static final int ENOUGH = 500;

  private final int capacity;
  private volatile NeighbourIndex serving;
  private volatile NeighbourIndex next;

  /**
   * @param capacity of one index; two are filled at most
   */
  public Neighbours(int capacity) {
    this.capacity = capacity;
  }

  public void add(List<ImageEmbedding> embeddings) {
    embeddings.stream()
        .filter(
            one -> !one.getImageId().startsWith(EmbeddingClient.PREFIX)) // who asks is no answer
        .filter(one -> one.getVector().size() == DIMENSION)
        .forEach(this::add);
  }

  private void add(ImageEmbedding embedding) {
    if (serving == null) {
      serving = indexFor(embedding);
    }
    boolean fits = serving.checkpoint().equals(embedding.getCheckpointId());
    if (fits && !serving.isFull()) {
      serving.add(embedding);
      return;
    }
    if (next == null || !next.checkpoint().equals(embedding.getCheckpointId())) {
      next = indexFor(embedding);
    }
    next.add(embedding);
    int enough = fits ? capacity / 2 : Math.min(ENOUGH, serving.size());
    if (next.size() >= enough) {
      serving = next;
      next = null;
    }
  }

  private NeighbourIndex indexFor(ImageEmbedding embedding) {
    return new NeighbourIndex(embedding.getCheckpointId(), embedding.getVector().size(), capacity);
  }

  /** The index of all; empty before the first embedding. */
  public Optional<NeighbourIndex> index() {
    return Optional.ofNullable(serving);
  }

  /** The index of that checkpoint, also while it is being filled. */
  public Optional<NeighbourIndex> index(String checkpoint) {
    NeighbourIndex filling = next;
    return index()
        .filter(index -> index.checkpoint().equals(checkpoint))
        .or(
            () ->
                Optional.ofNullable(filling)
                    .filter(index -> index.checkpoint().equals(checkpoint)));
  }
}
