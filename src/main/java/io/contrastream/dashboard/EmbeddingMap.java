package io.contrastream.dashboard;

import io.contrastream.schema.ImageEmbedding;
import io.contrastream.topic.FloatVector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The recent embeddings of one checkpoint as dots in a plane. The plane is chosen anew where the
 * checkpoint changes, and twice while there are few dots; else dots stay where they are. A new
 * plane is turned so that each label stays as near as it can to where it was. One thread calls.
 */
final class EmbeddingMap {
  private static final int MOST = 1500;
  private static final List<Integer> FITS = List.of(30, 200, 1000);

  /**
   * A dot.
   *
   * @param label 0 to 9, or null
   */
  record Dot(String id, Integer label, double x, double y) {}

  private record Seen(String id, Integer label, float[] vector) {}

  private final Deque<Seen> recent = new ArrayDeque<>();
  private String checkpoint = "";
  private Projection projection;
  private Map<Integer, double[]> lastPlaces = Map.of();
  private int fits;
  private int seen;

  /** Of which checkpoint; empty before the first embedding. */
  String checkpoint() {
    return checkpoint;
  }

  /**
   * Takes embeddings in.
   *
   * @return whether all dots have moved; if not, these are all that is new
   */
  boolean add(Collection<ImageEmbedding> embeddings, List<Dot> fresh) {
    boolean moved = false;
    for (ImageEmbedding embedding : embeddings) {
      if (!embedding.getCheckpointId().equals(checkpoint)) {
        restart(embedding.getCheckpointId());
        moved = true;
      }
      Seen one =
          new Seen(
              embedding.getImageId(),
              embedding.getLabel(),
              FloatVector.floats(embedding.getVector()));
      recent.add(one);
      seen++;
      if (recent.size() > MOST) {
        recent.remove();
      }
      if (fits < FITS.size() && seen >= FITS.get(fits)) {
        refit();
        moved = true;
      } else if (fits > 0) {
        fresh.add(dot(one));
      }
    }
    return moved;
  }

  /** All dots; none before there are enough for a plane. */
  List<Dot> dots() {
    return fits == 0 ? List.of() : recent.stream().map(this::dot).toList();
  }

  /** Where it would lie; null where it is of another checkpoint, or there is no plane yet. */
  Dot place(ImageEmbedding embedding) {
    boolean fitting = fits > 0 && embedding.getCheckpointId().equals(checkpoint);
    float[] vector = FloatVector.floats(embedding.getVector());
    return fitting ? dot(new Seen(embedding.getImageId(), embedding.getLabel(), vector)) : null;
  }

  private void restart(String next) {
    checkpoint = next;
    lastPlaces = fits == 0 ? lastPlaces : places(projection);
    recent.clear();
    fits = 0;
    seen = 0;
  }

  private void refit() {
    Map<Integer, double[]> before = fits == 0 ? lastPlaces : places(projection);
    Projection fresh = Projection.fit(recent.stream().map(Seen::vector).toList());
    projection = turned(fresh, before);
    fits++;
  }

  private Projection turned(Projection fresh, Map<Integer, double[]> before) {
    Map<Integer, double[]> now = places(fresh);
    now.keySet().retainAll(before.keySet());
    if (now.size() < 2) {
      return fresh;
    }
    return fresh.turned(
        new ArrayList<>(now.values()), now.keySet().stream().map(before::get).toList());
  }

  /** The mean place of each label. */
  private Map<Integer, double[]> places(Projection plane) {
    Map<Integer, double[]> sums = new TreeMap<>();
    for (Seen one : recent) {
      if (one.label() != null) {
        double[] place = plane.at(one.vector());
        double[] sum = sums.computeIfAbsent(one.label(), label -> new double[3]);
        sum[0] += place[0];
        sum[1] += place[1];
        sum[2]++;
      }
    }
    Map<Integer, double[]> means = new TreeMap<>();
    sums.forEach((label, sum) -> means.put(label, new double[] {sum[0] / sum[2], sum[1] / sum[2]}));
    return means;
  }

  private Dot dot(Seen one) {
    double[] place = projection.at(one.vector());
    return new Dot(one.id(), one.label(), rounded(place[0]), rounded(place[1]));
  }

  private static double rounded(double coordinate) {
    return Math.round(coordinate * 1e4) / 1e4;
  }
}
