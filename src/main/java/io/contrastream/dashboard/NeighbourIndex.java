package io.contrastream.dashboard;

import io.contrastream.schema.ImageEmbedding;
import io.contrastream.similarity.CosineSimilarity;
import io.contrastream.topic.FloatVector;
import io.github.jbellis.jvector.graph.GraphIndexBuilder;
import io.github.jbellis.jvector.graph.GraphSearcher;
import io.github.jbellis.jvector.graph.MapRandomAccessVectorValues;
import io.github.jbellis.jvector.graph.RandomAccessVectorValues;
import io.github.jbellis.jvector.graph.SearchResult;
import io.github.jbellis.jvector.graph.similarity.BuildScoreProvider;
import io.github.jbellis.jvector.util.Bits;
import io.github.jbellis.jvector.vector.VectorSimilarityFunction;
import io.github.jbellis.jvector.vector.VectorizationProvider;
import io.github.jbellis.jvector.vector.types.VectorFloat;
import io.github.jbellis.jvector.vector.types.VectorTypeSupport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Embeddings of one checkpoint, searchable by cosine similarity (HNSW). Only grows, up to a limit.
 * One thread adds; any may search meanwhile.
 */
final class NeighbourIndex implements AutoCloseable {
  private static final VectorTypeSupport VECTORS =
      VectorizationProvider.getInstance().getVectorTypeSupport();
  private static final VectorSimilarityFunction COSINE = VectorSimilarityFunction.COSINE;

  /** Neighbours of a node; candidates looked at when one is added, and when one is searched. */
  private static final int DEGREE = 16;

  private static final int BUILD_BEAM = 100;
  private static final int SEARCH_BEAM = 150;
  private static final float OVERFLOW = 1.2f;
  private static final float DIVERSITY = 1.2f;

  /**
   * A neighbour.
   *
   * @param label 0 to 9, or null
   */
  record Neighbour(String imageId, Integer label, double cosine) {}

  private record Entry(String imageId, Integer label, float[] vector) {}

  private final String checkpoint;
  private final int capacity;
  private final Map<Integer, Entry> entries = new ConcurrentHashMap<>();
  private final Map<String, Integer> nodes = new ConcurrentHashMap<>();
  private final Map<Integer, VectorFloat<?>> vectors = new ConcurrentHashMap<>();
  private final RandomAccessVectorValues values;
  private final GraphIndexBuilder graph;
  private volatile int size;

  NeighbourIndex(String checkpoint, int dimension, int capacity) {
    this.checkpoint = checkpoint;
    this.capacity = capacity;
    values = new MapRandomAccessVectorValues(vectors, dimension);
    graph =
        new GraphIndexBuilder(
            BuildScoreProvider.randomAccessScoreProvider(values, COSINE),
            dimension,
            DEGREE,
            BUILD_BEAM,
            OVERFLOW,
            DIVERSITY,
            true);
  }

  String checkpoint() {
    return checkpoint;
  }

  int size() {
    return size;
  }

  boolean isFull() {
    return size >= capacity;
  }

  /** Adds one, unless its image is in already; a zero vector has no direction and is left out. */
  void add(ImageEmbedding embedding) {
    float[] vector = FloatVector.floats(embedding.getVector());
    if (nodes.containsKey(embedding.getImageId())
        || CosineSimilarity.between(vector, vector) == 0) {
      return;
    }
    int node = size;
    VectorFloat<?> value = VECTORS.createFloatVector(vector);
    vectors.put(node, value);
    entries.put(node, new Entry(embedding.getImageId(), embedding.getLabel(), vector));
    nodes.put(embedding.getImageId(), node);
    graph.addGraphNode(node, value);
    size = node + 1;
  }

  /** The vector of an image that is in. */
  Optional<float[]> vector(String imageId) {
    return Optional.ofNullable(nodes.get(imageId)).map(node -> entries.get(node).vector());
  }

  /**
   * @return at most so many, most similar first
   */
  List<Neighbour> nearest(float[] vector, int count) {
    if (size == 0) {
      return List.of();
    }
    SearchResult found =
        GraphSearcher.search(
            VECTORS.createFloatVector(vector),
            count,
            Math.max(count, SEARCH_BEAM),
            values,
            COSINE,
            graph.getGraph(),
            Bits.ALL);
    return Arrays.stream(found.getNodes())
        .map(score -> entries.get(score.node))
        .map(
            entry ->
                new Neighbour(
                    entry.imageId(),
                    entry.label(),
                    CosineSimilarity.between(vector, entry.vector())))
        .toList();
  }

  @Override
  public void close() {
    try {
      graph.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
