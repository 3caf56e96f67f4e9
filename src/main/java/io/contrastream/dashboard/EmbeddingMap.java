package io.contrastream.dashboard;

import io.contrastream.encoding.Modalities;
import io.contrastream.schema.ImageEmbedding;
import io.contrastream.similarity.CosineSimilarity;
import io.contrastream.topic.EmbeddingSpace;
import io.contrastream.topic.FloatVector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The recent embeddings of one space as dots in a plane. The plane is fitted when the space changes
 * and at a few sizes as the map grows; in between, dots keep their positions. If enough of them are
 * labelled, each label has its place on a circle. Otherwise the plane is that of the principal
 * components, rotated to keep what both planes show as close as possible to its old position: the
 * same inputs if they could be embedded again, otherwise the centroid of each label. One thread
 * calls.
 */
final class EmbeddingMap {
  private static final int MAX_SIZE = 1500;

  /** Numbers of embeddings at which the plane is fitted. */
  private static final List<Integer> FIT_SIZES = List.of(30, 200, 1000);

  /** Makes the map change once, not back and forth, while processors swap one after the other. */
  private static final int SWITCH_RATIO = 2;

  /**
   * @param label null if unknown
   */
  record Dot(String id, String modality, Integer label, double x, double y) {}

  /** Embeds inputs again in a space. */
  interface Reembedder {

    /**
     * @return the vectors of the inputs that could be embedded
     */
    Map<InputId, float[]> vectors(String space, List<InputId> inputs);
  }

  /**
   * @param number counts all embeddings ever added, from 1
   * @param vector of length 1
   */
  record Entry(long number, InputId input, Integer label, float[] vector) {}

  private final Reembedder reembedder;
  private final Deque<Entry> recent = new ArrayDeque<>();
  private String space = "";
  private Projection projection;
  private boolean byLabel;
  private Map<String, double[]> lastCentroids = Map.of();
  private int fits;
  private int sinceSwitch;
  private long number;

  EmbeddingMap(Reembedder reembedder) {
    this.reembedder = reembedder;
  }

  /** The space on the map; empty before the first embedding. */
  String space() {
    return space;
  }

  /**
   * Adds embeddings, after switching to their space if it clearly outnumbers the current one.
   *
   * @param added receives the new dots; ignore it if all dots have moved
   * @return whether all dots have moved
   */
  boolean add(Collection<ImageEmbedding> embeddings, List<Dot> added) {
    String leading = leading(embeddings);
    boolean moved = !leading.equals(space);
    if (moved) {
      switchTo(leading);
    }
    for (ImageEmbedding embedding : embeddings) {
      float[] vector = FloatVector.floats(embedding.getVector());
      if (EmbeddingSpace.of(embedding).equals(space) && isComparable(vector)) {
        Entry entry = keep(InputId.of(embedding), embedding.getLabel(), vector);
        if (isTimeToFit()) {
          fit(fits == 0 ? lastCentroids : centroids(projection, EmbeddingMap::labelKey));
          moved = true;
        } else if (fits > 0) {
          added.add(dot(entry));
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
            .collect(Collectors.groupingBy(EmbeddingSpace::of, Collectors.counting()));
    long current = counts.getOrDefault(space, 0L);
    return counts.entrySet().stream()
        .filter(each -> each.getValue() > SWITCH_RATIO * current)
        .max(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .orElse(space);
  }

  private Entry keep(InputId input, Integer label, float[] vector) {
    Entry entry = new Entry(++number, input, label, CosineSimilarity.unit(vector));
    recent.add(entry);
    sinceSwitch++;
    if (recent.size() > MAX_SIZE) {
      recent.remove();
    }
    return entry;
  }

  /** Whether each label has its place on a circle; otherwise the axes are principal components. */
  boolean byLabel() {
    return byLabel;
  }

  /** All dots; none before the first fit. */
  List<Dot> dots() {
    return fits == 0 ? List.of() : recent.stream().map(this::dot).toList();
  }

  /** The embeddings on the map with a higher number, oldest first. */
  List<Entry> after(long last) {
    return fits == 0 ? List.of() : recent.stream().filter(e -> e.number() > last).toList();
  }

  /** The dot of an embedding, or null if it is of another space or no plane is fitted yet. */
  Dot place(ImageEmbedding embedding) {
    if (fits == 0 || !EmbeddingSpace.of(embedding).equals(space)) {
      return null;
    }
    float[] vector = FloatVector.floats(embedding.getVector());
    return dot(new Entry(0, InputId.of(embedding), embedding.getLabel(), vector));
  }

  /** Keeps the inputs that can be embedded again, to show where the swap moves them. */
  private void switchTo(String next) {
    List<Entry> old = List.copyOf(recent);
    Map<String, double[]> oldPositions =
        fits == 0 ? Map.of() : centroids(projection, EmbeddingMap::inputKey);
    lastCentroids = fits == 0 ? lastCentroids : centroids(projection, EmbeddingMap::labelKey);
    space = next;
    recent.clear();
    fits = 0;
    sinceSwitch = 0;
    Map<InputId, float[]> vectors =
        reembedder.vectors(next, old.stream().map(Entry::input).toList());
    for (Entry entry : old) {
      if (vectors.containsKey(entry.input())) {
        keep(entry.input(), entry.label(), vectors.get(entry.input()));
      }
    }
    if (isTimeToFit()) {
      fit(oldPositions.isEmpty() ? lastCentroids : oldPositions);
    }
  }

  private boolean isTimeToFit() {
    return fits < FIT_SIZES.size() && sinceSwitch >= FIT_SIZES.get(fits);
  }

  /**
   * @param before positions to stay close to, by input or by label
   */
  private void fit(Map<String, double[]> before) {
    Optional<Projection> circle = LabelCircle.fit(recent);
    byLabel = circle.isPresent();
    projection = circle.orElseGet(() -> components(before));
    while (isTimeToFit()) {
      fits++;
    }
  }

  private Projection components(Map<String, double[]> before) {
    Projection fitted = Projection.ofComponents(recent.stream().map(Entry::vector).toList());
    Map<String, double[]> now = centroids(fitted, EmbeddingMap::labelKey);
    now.putAll(centroids(fitted, EmbeddingMap::inputKey));
    now.keySet().retainAll(before.keySet());
    return now.size() < 2
        ? fitted
        : fitted.rotatedTo(
            new ArrayList<>(now.values()), now.keySet().stream().map(before::get).toList());
  }

  private static String inputKey(Entry entry) {
    return entry.input().modality() + " " + entry.input().id();
  }

  /** A key that no input has, or empty if the label is unknown. */
  private static String labelKey(Entry entry) {
    return entry.label() == null ? "" : "label " + entry.label();
  }

  /** The mean position of the entries with the same key, without those whose key is empty. */
  private Map<String, double[]> centroids(Projection plane, Function<Entry, String> key) {
    Map<String, double[]> sums = new TreeMap<>();
    for (Entry entry : recent) {
      double[] position = plane.project(entry.vector());
      double[] sum = sums.computeIfAbsent(key.apply(entry), each -> new double[3]);
      sum[0] += position[0];
      sum[1] += position[1];
      sum[2]++;
    }
    sums.remove("");
    sums.replaceAll((each, sum) -> new double[] {sum[0] / sum[2], sum[1] / sum[2]});
    return sums;
  }

  private Dot dot(Entry entry) {
    double[] position = projection.project(entry.vector());
    return new Dot(
        entry.input().id(),
        Modalities.name(entry.input().modality()),
        entry.label(),
        rounded(position[0]),
        rounded(position[1]));
  }

  private static double rounded(double coordinate) {
    return Math.round(coordinate * 1e4) / 1e4;
  }
}
