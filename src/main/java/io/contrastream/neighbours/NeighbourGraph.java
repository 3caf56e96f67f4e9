package io.contrastream.neighbours;

import io.contrastream.neighbours.NeighbourIndex.Neighbour;
import io.contrastream.schema.ImageEmbedding;
import io.contrastream.schema.Modality;
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
 * Embeddings of one checkpoint and modality, searchable by cosine similarity (HNSW). Only grows.
 * One thread adds; any may search meanwhile.
 */
@SuppressWarnings("NonAtomicVolatileUpdate") // a single thread adds
final class NeighbourGraph {
  private static final VectorTypeSupport VECTORS =
      VectorizationProvider.getInstance().getVectorTypeSupport();

  /** Equals the cosine for unit vectors, at half the cost. */
  private static final VectorSimilarityFunction DOT = VectorSimilarityFunction.DOT_PRODUCT;

  private static final int MAX_DEGREE = 16;

  /** Candidates for the neighbours of a new node. */
  private static final int BEAM_WIDTH = 50;

  private static final float OVERFLOW = 1.2f;
  private static final float ALPHA = 1.2f;

  /**
   * Results of the graph to score exactly: neighbours are so close together that the graph's
   * float32 scores can't tell them apart.
   */
  private static final int CANDIDATES = 500;

  /**
   * Grid to which directions are rounded; equal ones share a node, because a graph of many
   * duplicates is not connected.
   */
  private static final float GRID = 1e-4f;

  /** Embeddings at a node; more would not change an answer. */
  static final int MAX_DUPLICATES = 100;

  /**
   * @param next the one added before, or null
   */
  private record Entry(String imageId, Integer label, float[] vector, Entry next, int count) {}

  private final Modality modality;
  // Both slots of a node are written before the graph contains it. Later its entry is only replaced
  // by one that links to it.
  private final Entry[] entries;
  private final VectorFloat<?>[] directions;
  private final Map<ShortBuffer, Integer> nodesByDirection = new HashMap<>();
  private final Map<String, float[]> vectors = new ConcurrentHashMap<>();
  private final RandomAccessVectorValues values;
  private final GraphIndexBuilder graph;
  private int nodes;
  private volatile int size;

  /**
   * @param dimension length of the vectors
   * @param capacity maximum number of embeddings
   */
  NeighbourGraph(Modality modality, int dimension, int capacity) {
    this.modality = modality;
    entries = new Entry[capacity];
    directions = new VectorFloat<?>[capacity];
    values = new ListRandomAccessVectorValues(Arrays.asList(directions), dimension);
    graph =
        GraphIndexBuilder.builder(values, DOT, MAX_DEGREE)
            .withBeamWidth(BEAM_WIDTH)
            .withNeighborOverflow(OVERFLOW)
            .withAlpha(ALPHA)
            .build();
  }

  int size() {
    return size;
  }

  /**
   * Adds an embedding, unless its input is indexed already, its vector has no direction, or {@link
   * #MAX_DUPLICATES} have the same one.
   *
   * @return whether it was added
   */
  boolean add(ImageEmbedding embedding) {
    float[] vector = FloatVector.floats(embedding.getVector());
    if (vectors.containsKey(embedding.getImageId()) || !hasDirection(vector)) {
      return false;
    }
    float[] direction = direction(vector);
    int node = nodesByDirection.getOrDefault(rounded(direction), nodes);
    Entry same = entries[node];
    if (same != null && same.count() >= MAX_DUPLICATES) {
      return false;
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
    return true;
  }

  private void addNode(float[] direction) {
    directions[nodes] = VECTORS.createFloatVector(direction);
    nodesByDirection.put(rounded(direction), nodes);
    graph.addGraphNode(nodes, directions[nodes]);
    nodes++;
  }

  /** The vector of an input; empty if it is not indexed. */
  Optional<float[]> vector(String id) {
    return Optional.ofNullable(vectors.get(id));
  }

  /**
   * @param vector with a direction
   * @param count maximum number of neighbours
   * @return most similar first
   */
  List<Neighbour> nearest(float[] vector, int count) {
    if (size == 0) {
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
        .map(
            entry ->
                new Neighbour(
                    entry.imageId(),
                    modality,
                    entry.label(),
                    CosineSimilarity.between(vector, entry.vector())))
        .sorted(Comparator.comparingDouble(Neighbour::cosine).reversed())
        .limit(count)
        .toList();
  }

  /** Whether a vector has a finite length greater than 0. */
  static boolean hasDirection(float[] vector) {
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

  /** Equal for directions that differ by rounding errors only. */
  private static ShortBuffer rounded(float[] direction) {
    ShortBuffer rounded = ShortBuffer.allocate(direction.length);
    for (float number : direction) {
      rounded.put((short) Math.round(number / GRID));
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
