package io.contrastream.neighbours;

import io.contrastream.schema.ImageEmbedding;
import io.contrastream.schema.Modality;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Embeddings of one space, searchable by cosine similarity. Only grows, up to its capacity. One
 * thread adds; any may search meanwhile.
 *
 * <p>Each modality has a graph of its own: inputs of one modality are more similar to each other
 * than to what they mean in another, so that a search of all at once would find one modality only.
 */
@SuppressWarnings("NonAtomicVolatileUpdate") // a single thread adds
public final class NeighbourIndex {
  public static final Set<Modality> ALL = Set.copyOf(EnumSet.allOf(Modality.class));

  /**
   * @param imageId of the image, caption or sound
   * @param label null if unknown
   */
  public record Neighbour(String imageId, Modality modality, Integer label, double cosine) {}

  private final String space;
  private final int dimension;
  private final int capacity;
  private final Map<Modality, NeighbourGraph> graphs = new ConcurrentHashMap<>();
  private volatile int size;

  /**
   * @param dimension length of the vectors
   * @param capacity maximum number of embeddings
   */
  public NeighbourIndex(String space, int dimension, int capacity) {
    this.space = space;
    this.dimension = dimension;
    this.capacity = capacity;
  }

  public String space() {
    return space;
  }

  /** The length of the vectors. */
  public int dimension() {
    return dimension;
  }

  public int size() {
    return size;
  }

  boolean isFull() {
    return size >= capacity;
  }

  /**
   * Adds an embedding, unless its input is indexed already, its vector has no direction, or {@link
   * NeighbourGraph#MAX_DUPLICATES} have the same one.
   *
   * @throws IllegalStateException if the index is full
   */
  public void add(ImageEmbedding embedding) {
    if (isFull()) {
      throw new IllegalStateException("The index is full: its capacity is " + size);
    }
    NeighbourGraph graph =
        graphs.computeIfAbsent(
            embedding.getModality(), each -> new NeighbourGraph(each, dimension, capacity));
    if (graph.add(embedding)) {
      size++;
    }
  }

  /** The vector of an input; empty if it is not indexed. */
  public Optional<float[]> vector(Modality modality, String id) {
    return Optional.ofNullable(graphs.get(modality)).flatMap(graph -> graph.vector(id));
  }

  /**
   * @param count maximum number of neighbours of each modality
   * @return most similar first; empty if the vector has no direction
   */
  public List<Neighbour> nearest(float[] vector, Set<Modality> modalities, int count) {
    if (!hasDirection(vector)) {
      return List.of();
    }
    return graphs.entrySet().stream()
        .filter(graph -> modalities.contains(graph.getKey()))
        .flatMap(graph -> graph.getValue().nearest(vector, count).stream())
        .sorted(Comparator.comparingDouble(Neighbour::cosine).reversed())
        .toList();
  }

  /** Whether a vector has a finite length greater than 0. */
  public static boolean hasDirection(float[] vector) {
    return NeighbourGraph.hasDirection(vector);
  }
}
