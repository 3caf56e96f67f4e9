package io.contrastream.neighbours;

import io.contrastream.schema.Modality;
import io.contrastream.similarity.CosineSimilarity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * The newest embedding of each input in one space, searchable by cosine similarity. A full index
 * gives up the oldest. Searches are exact. Any thread may call; a search waits for a few
 * milliseconds of changes at most.
 *
 * <p>A search finds as many neighbours of each modality: inputs of one modality are more similar to
 * each other than to what they mean in another, so that a search of all at once would find one
 * modality only.
 */
public final class NeighbourIndex {

  /** Entries added at once, while searches wait. */
  private static final int CHUNK = 64;

  /** More than the exact ones that float32 distances may displace. */
  private static final int SPARE = 8;

  /**
   * @param imageId of the image, caption or sound
   * @param label null if unknown
   */
  public record Neighbour(String imageId, Modality modality, Integer label, double cosine) {}

  private final String space;
  private final int dimension;
  private final int capacity;

  /** Fair: one thread that adds without a pause would keep searches waiting. */
  private final ReadWriteLock lock = new ReentrantReadWriteLock(true);

  private final Rows rows = new Rows();
  private final Map<Modality, Balls> balls = new EnumMap<>(Modality.class);
  private volatile int size;

  /**
   * @param dimension length of the vectors
   * @param capacity maximum number of embeddings
   */
  public NeighbourIndex(String space, int dimension, int capacity) {
    this.space = space;
    this.dimension = dimension;
    this.capacity = capacity;
    for (Modality modality : Modality.values()) {
      balls.put(modality, new Balls(dimension, rows));
    }
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

  /** The number of embeddings of a modality. */
  public int size(Modality modality) {
    return reading(() -> balls.get(modality).all().stream().mapToInt(Ball::size).sum());
  }

  /**
   * Adds embeddings, each in place of an earlier one of the same input, and of the oldest if the
   * index is full. Vectors without a direction are left out.
   */
  public void put(List<Entry> entries) {
    for (int from = 0; from < entries.size(); from += CHUNK) {
      List<Entry> chunk = entries.subList(from, Math.min(from + CHUNK, entries.size()));
      writing(() -> chunk.forEach(this::put));
    }
  }

  private void put(Entry entry) {
    if (entry.vector().length != dimension) {
      throw new IllegalArgumentException(
          "A vector has %d numbers, those of space %s have %d"
              .formatted(entry.vector().length, space, dimension));
    }
    if (hasDirection(entry.vector())) {
      add(entry, CosineSimilarity.unit(entry.vector()), null);
    }
  }

  /**
   * @param ball null for the one that the vector belongs to
   */
  private void add(Entry entry, float[] unit, Ball ball) {
    int earlier = rows.find(entry.modality(), entry.id());
    if (earlier >= 0) {
      remove(earlier);
    } else if (rows.size() >= capacity) {
      remove(rows.oldest());
    }
    int row = rows.add(entry);
    if (ball == null) {
      balls.get(entry.modality()).add(row, unit);
    } else {
      balls.get(entry.modality()).add(ball, row, unit);
    }
  }

  private void remove(int row) {
    balls.get(rows.modality(row)).remove(row);
    rows.remove(row);
  }

  /** Deletes what was embedded under a key. */
  public void delete(String key) {
    writing(
        () -> {
          for (int row = rows.findKey(key); row >= 0; row = rows.findKey(key)) {
            remove(row);
          }
        });
  }

  /** The unit vector of an input; empty if it is not indexed. */
  public Optional<float[]> vector(Modality modality, String id) {
    return reading(
        () -> {
          int row = rows.find(modality, id);
          return row < 0 ? Optional.empty() : Optional.of(vector(row));
        });
  }

  private float[] vector(int row) {
    return rows.ball(row).vectors().get(rows.placeInBall(row));
  }

  /**
   * @param vector of {@link #dimension} numbers
   * @param count maximum number of neighbours of each modality
   * @return most similar first; empty if the vector has no direction
   */
  public List<Neighbour> nearest(float[] vector, Filter filter, int count) {
    if (!hasDirection(vector)) {
      return List.of();
    }
    List<Neighbour> found = new ArrayList<>();
    for (Modality modality : filter.modalities()) {
      found.addAll(reading(() -> nearest(modality, vector, filter, count)));
    }
    found.sort(Comparator.comparingDouble(Neighbour::cosine).reversed());
    return found;
  }

  private List<Neighbour> nearest(Modality modality, float[] vector, Filter filter, int count) {
    IntPredicate accepted =
        filter.isSelective()
            ? row -> filter.accepts(rows.label(row), rows.producedMs(row))
            : row -> true;
    Nearest nearest =
        balls
            .get(modality)
            .nearest(CosineSimilarity.unit(vector), count + SPARE, filter.mask(), accepted);
    return IntStream.range(0, nearest.size())
        .mapToObj(rank -> neighbour(nearest.row(rank), vector))
        .sorted(Comparator.comparingDouble(Neighbour::cosine).reversed())
        .limit(count)
        .toList();
  }

  private Neighbour neighbour(int row, float[] vector) {
    return new Neighbour(
        rows.id(row),
        rows.modality(row),
        rows.label(row),
        CosineSimilarity.between(vector, vector(row)));
  }

  /** The balls of a modality, for the thread that changes the index. */
  List<Ball> balls(Modality modality) {
    return balls.get(modality).all();
  }

  /** For the thread that changes the index. */
  Rows rows() {
    return rows;
  }

  /** An entry with a unit vector, for the thread that changes the index. */
  Entry entry(int row) {
    return new Entry(
        rows.modality(row),
        rows.id(row),
        rows.key(row),
        rows.label(row),
        rows.producedMs(row),
        vector(row));
  }

  /** Adds a ball without vectors. */
  Ball restoreBall(Modality modality, float[] center) {
    return balls.get(modality).create(center);
  }

  /** Adds an entry, with a unit vector, to a ball. */
  void restore(Entry entry, Ball ball) {
    writing(() -> add(entry, entry.vector(), ball));
  }

  /** Approximate memory in bytes. */
  public long bytes() {
    return reading(
        () -> {
          long ofBalls =
              balls.values().stream()
                  .flatMap(each -> each.all().stream())
                  .mapToLong(Ball::bytes)
                  .sum();
          return ofBalls + rows.bytes();
        });
  }

  /** The memory that an embedding usually takes, in bytes; blocks of vectors are not quite full. */
  public static long usualBytes(int dimension) {
    return (long) VectorList.padded(dimension) * Float.BYTES * 9 / 8 + Rows.USUAL_BYTES;
  }

  /** Whether a vector has a finite norm that is large enough to scale it to length 1. */
  public static boolean hasDirection(float[] vector) {
    double squares = 0;
    for (float number : vector) {
      squares += (double) number * number;
    }
    return Math.sqrt(squares) >= CosineSimilarity.EPSILON && Double.isFinite(squares);
  }

  private <T> T reading(Supplier<T> action) {
    lock.readLock().lock();
    try {
      return action.get();
    } finally {
      lock.readLock().unlock();
    }
  }

  private void writing(Runnable action) {
    lock.writeLock().lock();
    try {
      action.run();
    } finally {
      size = rows.size();
      lock.writeLock().unlock();
    }
  }
}
