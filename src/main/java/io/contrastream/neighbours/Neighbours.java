package io.contrastream.neighbours;

import io.contrastream.schema.ImageEmbedding;
import io.contrastream.topic.EmbeddingSpace;
import io.contrastream.topic.FloatVector;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The index that serves, and the one that follows it. If a new space begins, its index fills up
 * beside the serving one, and takes over once it is as full, or half full. So memory stays bounded,
 * searches never wait, and a swap that keeps the space changes nothing. One thread adds, any may
 * search.
 */
public final class Neighbours {
  private static final Logger LOG = LoggerFactory.getLogger(Neighbours.class);

  private final int capacity;
  private final Predicate<String> excluded;
  private volatile NeighbourIndex serving;
  private volatile NeighbourIndex next;
  private int oldSpaceInARow;
  private String warnedSpace = "";

  /**
   * @param capacity of each of the two indexes
   * @param excluded image ids to leave out: queries must not find themselves or each other
   */
  public Neighbours(int capacity, Predicate<String> excluded) {
    this.capacity = capacity;
    this.excluded = excluded;
  }

  /**
   * Adds embeddings. The first one of a space determines its dimension; vectors of another length
   * are dropped with a warning.
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
    if (serving.space().equals(EmbeddingSpace.of(embedding))) {
      addToServing(embedding);
      return;
    }
    oldSpaceInARow = 0;
    if (next == null
        || !next.space().equals(EmbeddingSpace.of(embedding))
        || isOutvoted(next, embedding)) {
      next = indexFor(embedding);
    }
    add(embedding, next);
    if (next.size() >= Math.min(capacity / 2, serving.size())) {
      serving = next;
      next = null;
    }
  }

  /** Processors swap one after the other: a new space goes on filling up, unless it has ended. */
  private void addToServing(ImageEmbedding embedding) {
    add(embedding, serving);
    if (next != null) {
      oldSpaceInARow++;
      if (oldSpaceInARow >= capacity / 2) {
        next = null;
      }
    }
  }

  /** A single odd vector must not determine the dimension. */
  private static boolean isOutvoted(NeighbourIndex index, ImageEmbedding embedding) {
    return index.size() == 1
        && index.space().equals(EmbeddingSpace.of(embedding))
        && index.dimension() != embedding.getVector().size();
  }

  private void add(ImageEmbedding embedding, NeighbourIndex index) {
    int length = embedding.getVector().size();
    if (length == index.dimension()) {
      index.put(List.of(Entry.of(null, embedding)));
    } else if (!index.space().equals(warnedSpace)) {
      warnedSpace = index.space();
      LOG.warn(
          "Dropping the embedding of image {} and others like it: its vector has {} numbers, those"
              + " of space {} have {}",
          embedding.getImageId(),
          length,
          index.space(),
          index.dimension());
    }
  }

  private NeighbourIndex indexFor(ImageEmbedding embedding) {
    return new NeighbourIndex(EmbeddingSpace.of(embedding), embedding.getVector().size(), capacity);
  }

  /** The index that serves; empty before the first embedding. */
  public Optional<NeighbourIndex> index() {
    return Optional.ofNullable(serving);
  }

  /** The index of a space, even while it fills up. */
  public Optional<NeighbourIndex> index(String space) {
    Optional<NeighbourIndex> filling = Optional.ofNullable(next); // read before it may take over
    return Stream.concat(index().stream(), filling.stream())
        .filter(index -> index.space().equals(space))
        .findFirst();
  }
}
