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
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The recent embeddings of one checkpoint as dots in a plane. The plane is chosen anew where the
 * checkpoint changes, and twice while there are few dots; else dots stay where they are. A new
 * plane is turned so that what both show stays as near as it can to where it was: the same images
 * where they could be embedded again, else each label's middle. One thread calls.
 */
final class EmbeddingMap {
  private static final int MOST = 1500;
  private static final List<Integer> FITS = List.of(30, 200, 1000);

  /** While processors go over one after the other, the map changes once, not to and fro. */
  private static final int CLEARLY_MORE = 2;

  /**
   * A dot.
   *
   * @param label 0 to 9, or null
   */
  record Dot(String id, Integer label, double x, double y) {}

  /** Embeds images again with a checkpoint. */
  interface Reembedder {

    /**
     * @return the vectors of those that could be embedded, by image id
     */
    Map<String, float[]> vectors(String checkpoint, List<String> imageIds);
  }

  /**
   * An embedding on the map.
   *
   * @param number counts all that were ever taken in, from 1
   */
  record Seen(long number, String id, Integer label, float[] vector) {}

  private final Reembedder reembedder;
  private final Deque<Seen> recent = new ArrayDeque<>();
  private String checkpoint = "";
  private Projection projection;
  private Map<String, double[]> lastPlaces = Map.of();
  private int fits;
  private int seen;
  private long number;

  EmbeddingMap(Reembedder reembedder) {
    this.reembedder = reembedder;
  }

  /** Of which checkpoint; empty before the first embedding. */
  String checkpoint() {
    return checkpoint;
  }

  /**
   * Takes embeddings in, of the checkpoint that most of them come from.
   *
   * @return whether all dots have moved; if not, these are all that is new
   */
  boolean add(Collection<ImageEmbedding> embeddings, List<Dot> fresh) {
    String leading = leading(embeddings);
    boolean moved = !leading.equals(checkpoint);
    if (moved) {
      goOver(leading);
    }
    for (ImageEmbedding embedding : embeddings) {
      float[] vector = FloatVector.floats(embedding.getVector());
      if (embedding.getCheckpointId().equals(checkpoint) && isComparable(vector)) {
        Seen one = keep(embedding.getImageId(), embedding.getLabel(), vector);
        if (isTimeToFit()) {
          fit(fits == 0 ? lastPlaces : places(projection, EmbeddingMap::label));
          moved = true;
        } else if (fits > 0) {
          fresh.add(dot(one));
        }
      }
    }
    return moved;
  }

  private boolean isComparable(float[] vector) {
    return recent.isEmpty() || recent.peek().vector().length == vector.length;
  }

  private String leading(Collection<ImageEmbedding> embeddings) {
    Map<String, Long> counts =
        embeddings.stream()
            .collect(Collectors.groupingBy(ImageEmbedding::getCheckpointId, Collectors.counting()));
    long own = counts.getOrDefault(checkpoint, 0L);
    return counts.entrySet().stream()
        .filter(each -> each.getValue() > CLEARLY_MORE * own)
        .max(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .orElse(checkpoint);
  }

  private Seen keep(String id, Integer label, float[] vector) {
    Seen one = new Seen(++number, id, label, vector);
    recent.add(one);
    seen++;
    if (recent.size() > MOST) {
      recent.remove();
    }
    return one;
  }

  /** All dots; none before there are enough for a plane. */
  List<Dot> dots() {
    return fits == 0 ? List.of() : recent.stream().map(this::dot).toList();
  }

  /** The embeddings on the map that came after that one, oldest first. */
  List<Seen> after(long last) {
    return fits == 0 ? List.of() : recent.stream().filter(one -> one.number() > last).toList();
  }

  /** Where it would lie; null where it is of another checkpoint, or there is no plane yet. */
  Dot place(ImageEmbedding embedding) {
    boolean fitting = fits > 0 && embedding.getCheckpointId().equals(checkpoint);
    float[] vector = FloatVector.floats(embedding.getVector());
    return fitting ? dot(new Seen(0, embedding.getImageId(), embedding.getLabel(), vector)) : null;
  }

  /** Images that can be embedded again go along, so that one sees where the swap moves them. */
  private void goOver(String next) {
    List<Seen> old = List.copyOf(recent);
    Map<String, double[]> oldPlaces = fits == 0 ? Map.of() : places(projection, Seen::id);
    lastPlaces = fits == 0 ? lastPlaces : places(projection, EmbeddingMap::label);
    checkpoint = next;
    recent.clear();
    fits = 0;
    seen = 0;
    Map<String, float[]> again = reembedder.vectors(next, old.stream().map(Seen::id).toList());
    for (Seen one : old) {
      if (again.containsKey(one.id())) {
        keep(one.id(), one.label(), again.get(one.id()));
      }
    }
    if (isTimeToFit()) {
      fit(oldPlaces.isEmpty() ? lastPlaces : oldPlaces);
    }
  }

  private boolean isTimeToFit() {
    return fits < FITS.size() && seen >= FITS.get(fits);
  }

  /**
   * @param before places that are to stay as near as they can, by image id or by label
   */
  private void fit(Map<String, double[]> before) {
    Projection fresh = Projection.fit(recent.stream().map(Seen::vector).toList());
    Map<String, double[]> now = places(fresh, EmbeddingMap::label);
    now.putAll(places(fresh, Seen::id));
    now.keySet().retainAll(before.keySet());
    projection =
        now.size() < 2
            ? fresh
            : fresh.turned(
                new ArrayList<>(now.values()), now.keySet().stream().map(before::get).toList());
    while (isTimeToFit()) {
      fits++;
    }
  }

  /** Empty where there is none: such dots are told apart by nothing. */
  private static String label(Seen one) {
    return one.label() == null ? "" : "label " + one.label();
  }

  /** The mean place of each name; nothing of those whose name is empty. */
  private Map<String, double[]> places(Projection plane, Function<Seen, String> name) {
    Map<String, double[]> sums = new TreeMap<>();
    for (Seen one : recent) {
      double[] place = plane.at(one.vector());
      double[] sum = sums.computeIfAbsent(name.apply(one), each -> new double[3]);
      sum[0] += place[0];
      sum[1] += place[1];
      sum[2]++;
    }
    sums.remove("");
    sums.replaceAll((each, sum) -> new double[] {sum[0] / sum[2], sum[1] / sum[2]});
    return sums;
  }

  private Dot dot(Seen one) {
    double[] place = projection.at(one.vector());
    return new Dot(one.id(), one.label(), rounded(place[0]), rounded(place[1]));
  }

  private static double rounded(double coordinate) {
    return Math.round(coordinate * 1e4) / 1e4;
  }
}
