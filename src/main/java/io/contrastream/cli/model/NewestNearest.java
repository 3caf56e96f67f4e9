package io.contrastream.cli.model;

import io.contrastream.schema.ImageEmbedding;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The embeddings nearest to a query, of which only the newest of each input counts. Holds a bounded
 * number, however many there are. Not thread-safe.
 */
final class NewestNearest {
  /**
   * How many more are held than asked for. They move up if an input nearer to the query is embedded
   * again, farther away from it.
   */
  private static final int SPARE = 10_000;

  private static final Comparator<Scored> NEAREST_FIRST =
      Comparator.comparingDouble(Scored::cosine).reversed().thenComparing(Scored::id);

  /**
   * @param key of the record; null if it has none
   * @param label null if unknown
   */
  record Scored(double cosine, String key, String id, Integer label, String checkpoint) {}

  private final int count;
  private final Map<String, Scored> byId = new HashMap<>();
  private double floor = Double.NEGATIVE_INFINITY;

  /**
   * @param count maximum number to find
   */
  NewestNearest(int count) {
    this.count = count;
  }

  /** Adds an embedding that is newer than all before. */
  void add(String key, ImageEmbedding embedding, double cosine) {
    String id = embedding.getImageId();
    if (cosine < floor) {
      byId.remove(id);
      return;
    }
    byId.put(id, new Scored(cosine, key, id, embedding.getLabel(), embedding.getCheckpointId()));
    if (byId.size() >= 2L * (count + (long) SPARE)) {
      prune();
    }
  }

  /** Removes what has been embedded with a key. */
  void remove(String key) {
    byId.values().removeIf(each -> key.equals(each.key()));
  }

  private void prune() {
    List<Scored> sorted = sorted();
    List<Scored> lowest = sorted.subList(count + SPARE, sorted.size());
    floor = lowest.get(0).cosine();
    lowest.forEach(each -> byId.remove(each.id()));
  }

  /** Returns the nearest, most similar first. */
  List<Scored> top() {
    List<Scored> sorted = sorted();
    return sorted.subList(0, Math.min(count, sorted.size()));
  }

  private List<Scored> sorted() {
    return byId.values().stream().sorted(NEAREST_FIRST).toList();
  }
}
