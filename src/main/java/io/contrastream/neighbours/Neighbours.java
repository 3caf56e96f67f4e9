package io.contrastream.neighbours;

import io.contrastream.schema.ImageEmbedding;
import io.contrastream.topic.FloatVector;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The index that serves, and the one that follows it. When the checkpoint changes or the index is
 * full, the next one fills up beside it and takes over once it is large enough, so that memory
 * stays bounded and searches never wait. One thread adds, any may search.
 */
public final class Neighbours {
  private static final Logger LOG = LoggerFactory.getLogger(Neighbours.class);

  /** Size at which the new checkpoint's index takes over. */
  private static final int TAKEOVER_SIZE = 500;

  private final int capacity;
  private final Predicate<String> excluded;
  private volatile NeighbourIndex serving;
  private volatile NeighbourIndex next;
  private String warnedCheckpoint = "";

  /**
   * @param capacity of each of the two indexes
   * @param excluded image ids to leave out: queries must not find themselves or each other
   */
  public Neighbours(int capacity, Predicate<String> excluded) {
    this.capacity = capacity;
    this.excluded = excluded;
  }

  /**
   * Adds embeddings. The first one of a checkpoint determines its dimension; vectors of another
   * length are dropped with a warning.
   */
  public void add(List<ImageEmbedding> embeddings) {
    embeddings.stream()
        .filter(one -> !excluded.test(one.getImageId()))
        .filter(one -> NeighbourIndex.hasDirection(FloatVector.floats(one.getVector())))
        .forEach(this::add);
  }

  private void add(ImageEmbedding embedding) {
    if (serving == null || isOutvoted(serving, embedding)) {
      serving = indexFor(embedding);
    }
    boolean current = serving.checkpoint().equals(embedding.getCheckpointId());
    if (current && !serving.isFull()) {
      add(embedding, serving);
      return;
    }
    if (next == null
        || !next.checkpoint().equals(embedding.getCheckpointId())
        || isOutvoted(next, embedding)) {
      next = indexFor(embedding);
    }
    add(embedding, next);
    int enough = current ? capacity / 2 : Math.min(TAKEOVER_SIZE, serving.size());
    if (next.size() >= enough) {
      serving = next;
      next = null;
    }
  }

  /** A single odd vector must not determine the dimension. */
  private static boolean isOutvoted(NeighbourIndex index, ImageEmbedding embedding) {
    return index.size() == 1
        && index.checkpoint().equals(embedding.getCheckpointId())
        && index.dimension() != embedding.getVector().size();
  }

  private void add(ImageEmbedding embedding, NeighbourIndex index) {
    int length = embedding.getVector().size();
    if (length == index.dimension()) {
      index.add(embedding);
    } else if (!index.checkpoint().equals(warnedCheckpoint)) {
      warnedCheckpoint = index.checkpoint();
      LOG.warn(
          "Dropping the embedding of image {} and others like it: its vector has {} numbers, those"
              + " of checkpoint {} have {}",
          embedding.getImageId(),
          length,
          index.checkpoint(),
          index.dimension());
    }
  }

  private NeighbourIndex indexFor(ImageEmbedding embedding) {
    return new NeighbourIndex(embedding.getCheckpointId(), embedding.getVector().size(), capacity);
  }

  /** The index that serves; empty before the first embedding. */
  public Optional<NeighbourIndex> index() {
    return Optional.ofNullable(serving);
  }

  /** The index of a checkpoint, even while it fills up. */
  public Optional<NeighbourIndex> index(String checkpoint) {
    Optional<NeighbourIndex> filling = Optional.ofNullable(next); // read before it may take over
    return Stream.concat(index().stream(), filling.stream())
        .filter(index -> index.checkpoint().equals(checkpoint))
        .findFirst();
  }
}
