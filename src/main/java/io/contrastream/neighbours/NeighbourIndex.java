package io.contrastream.neighbours;

import io.contrastream.schema.ImageEmbedding;
import io.contrastream.similarity.CosineSimilarity;
import io.contrastream.topic.FloatVector;
import io.github.jbellis.jvector.graph.GraphIndexBuilder;
import io.github.jbellis.jvector.graph.GraphSearcher;
import io.github.jbellis.jvector.graph.ListRandomAccessVectorValues;
import io.github.jbellis.jvector.graph.RandomAccessVectorValues;
import io.github.jbellis.jvector.graph.SearchResult;
import io.github.jbellis.jvector.util.Bits;
import io.github.jbellis.jvector.vector.VectorSimilarityFunction;
import io.github.jbellis.jvector.vector.VectorizationProvider;
import io.github.jbellis.jvector.vector.types.VectorFloat;
import io.github.jbellis.jvector.vector.types.VectorTypeSupport;
import java.nio.ShortBuffer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Embeddings of one checkpoint, searchable by cosine similarity (HNSW). Only grows, up to a limit.
 * One thread adds; any may search meanwhile.
 */
public final class NeighbourIndex {
  private static final VectorTypeSupport VECTORS =
      VectorizationProvider.getInstance().getVectorTypeSupport();

  /** Of vectors of length 1, where it is the cosine at half the cost. */
  private static final VectorSimilarityFunction DOT = VectorSimilarityFunction.DOT_PRODUCT;

  /** Neighbours of a node, and candidates for them when it is added. */
  private static final int DEGREE = 16;

  private static final int BUILD_BEAM = 50;
  private static final float OVERFLOW = 1.2f;
  private static final float DIVERSITY = 1.2f;

  /**
   * Found by the graph for a query, and compared with it exactly: neighbours lie so close together
   * that the graph's float32 scores can't tell them apart.
   */
  private static final int CANDIDATES = 500;

  /**
   * Embeddings whose directions differ by less are one node, since a graph of many that are the
   * same falls apart; and how many of them are kept.
   */
  private static final float SAME = 1e-4f;

  static final int MOST_SAME = 100;

  /**
   * A neighbour.
   *
   * @param label 0 to 9, or null
   */
  public record Neighbour(String imageId, Integer label, double cosine) {}

  /**
   * An embedding, and those before it at the same node.
   *
   * @param next null where there is none
   */
  private record Entry(String imageId, Integer label, float[] vector, Entry next, int count) {}

  private final String checkpoint;
  // A node's places are written before the graph knows of it; after that, an entry by another that
  // has it as its next.
  private final Entry[] entries;
  private final VectorFloat<?>[] directions;
  private final Map<ShortBuffer, Integer> nodesByDirection = new HashMap<>();
  private final Map<String, float[]> vectors = new ConcurrentHashMap<>();
  private final RandomAccessVectorValues values;
  private final GraphIndexBuilder graph;
  private int nodes;
  private volatile int size;

  /**
   * @param capacity how many embeddings it takes
   */
  public NeighbourIndex(String checkpoint, int dimension, int capacity) {
    this.checkpoint = checkpoint;
    entries = new Entry[capacity];
    directions = new VectorFloat<?>[capacity];
    values = new ListRandomAccessVectorValues(Arrays.asList(directions), dimension);
    graph =
        GraphIndexBuilder.builder(values, DOT, DEGREE)
            .withBeamWidth(BUILD_BEAM)
            .withNeighborOverflow(OVERFLOW)
            .withAlpha(DIVERSITY)
            .build();
  }

  public String checkpoint() {
    return checkpoint;
  }

  public int size() {
    return size;
  }

  boolean isFull() {
    return size >= entries.length;
  }

  /**
   * Adds one, unless its image is in already, its vector has no direction, or so many have the same
   * that a further one makes no difference.
   *
   * @throws IllegalStateException where it is full
   */
  public void add(ImageEmbedding embedding) {
    if (isFull()) {
      throw new IllegalStateException("The index is full: it holds " + size);
    }
    float[] vector = FloatVector.floats(embedding.getVector());
    if (vectors.containsKey(embedding.getImageId()) || !hasDirection(vector)) {
      return;
    }
    float[] direction = direction(vector);
    int node = nodesByDirection.getOrDefault(rounded(direction), nodes);
    Entry same = entries[node];
    if (same != null && same.count() >= MOST_SAME) {
      return;
    }
    entries[node] =
        new Entry(
            embedding.getImageId(),
            embedding.getLabel(),
            vector,
            same,
            same == null ? 1 : same.count() + 1);
    vectors.put(embedding.getImageId(), vector);
    if (same == null) {
      addNode(direction);
    }
    size++;
  }

  private void addNode(float[] direction) {
    directions[nodes] = VECTORS.createFloatVector(direction);
    nodesByDirection.put(rounded(direction), nodes);
    graph.addGraphNode(nodes, directions[nodes]);
    nodes++;
  }

  /** The vector of an image that is in. */
  public Optional<float[]> vector(String imageId) {
    return Optional.ofNullable(vectors.get(imageId));
  }

  /**
   * @return at most so many, most similar first; none of a vector without a direction
   */
  public List<Neighbour> nearest(float[] vector, int count) {
    if (size == 0 || !hasDirection(vector)) {
      return List.of();
    }
    int candidates = Math.max(count, CANDIDATES);
    SearchResult found =
        GraphSearcher.search(
            VECTORS.createFloatVector(direction(vector)),
            candidates,
            candidates,
            values,
            DOT,
            graph.getGraph(),
            Bits.ALL);
    return Arrays.stream(found.getNodes())
        .flatMap(score -> Stream.iterate(entries[score.node], Objects::nonNull, Entry::next))
        .map(entry -> neighbour(entry, vector))
        .sorted(Comparator.comparingDouble(Neighbour::cosine).reversed())
        .limit(count)
        .toList();
  }

  private static Neighbour neighbour(Entry entry, float[] wanted) {
    double cosine = CosineSimilarity.between(wanted, entry.vector());
    return new Neighbour(entry.imageId(), entry.label(), cosine);
  }

  /** A vector of zeros, or with a number that is none, has no direction. */
  public static boolean hasDirection(float[] vector) {
    double length = length(vector);
    return length > 0 && Double.isFinite(length);
  }

  private static float[] direction(float[] vector) {
    double length = length(vector);
    float[] unit = new float[vector.length];
    for (int i = 0; i < unit.length; i++) {
      unit[i] = (float) (vector[i] / length);
    }
    return unit;
  }

  /** Equal for directions that are the same but for rounding. */
  private static ShortBuffer rounded(float[] direction) {
    ShortBuffer rounded = ShortBuffer.allocate(direction.length);
    for (float number : direction) {
      rounded.put((short) Math.round(number / SAME));
    }
    return rounded.flip();
  }

  private static double length(float[] vector) {
    double squares = 0;
    for (float number : vector) {
      squares += (double) number * number;
    }
    return Math.sqrt(squares);
  }
}
