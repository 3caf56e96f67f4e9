package io.contrastream.training.space;

import io.contrastream.similarity.CosineSimilarity;
import io.contrastream.training.NearestNeighbours;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * How well vectors of a new checkpoint can be compared with those of an old one. Vectors of inputs
 * that neither was trained on are looked up among those of the others; a neighbour is right if it
 * has the same label. Which inputs the neighbours are does not count, since vectors of one label
 * nearly coincide.
 *
 * @param inputs that both have embedded
 * @param cosine mean cosine similarity of the new and the old vector of an input
 * @param oldInOld share of right neighbours of old vectors among old ones; NaN without labels
 * @param newInOld the same of new vectors among old ones, as in an index that was not built anew
 * @param newInNew the same of new vectors among new ones, as in an index that was built anew
 */
public record Compatibility(
    int inputs, double cosine, double oldInOld, double newInOld, double newInNew) {
  private static final String PREFIX = "compatibility.";

  /** Neighbours looked up for each input. */
  private static final int NEIGHBOURS = 5;

  /** With fewer labelled inputs, only the cosine similarity counts. */
  private static final int MIN_LABELLED = 50;

  /**
   * Measures with the thread that calls, and the common pool.
   *
   * @param old vectors, at least one
   * @param now the new vectors of the same inputs
   * @param labels of the inputs; null if unknown
   */
  public static Compatibility of(List<float[]> old, List<float[]> now, List<Integer> labels) {
    double cosine =
        IntStream.range(0, old.size())
            .mapToDouble(i -> CosineSimilarity.between(old.get(i), now.get(i)))
            .average()
            .orElseThrow();
    int[] labelled = IntStream.range(0, old.size()).filter(i -> labels.get(i) != null).toArray();
    if (labelled.length < MIN_LABELLED) {
      return new Compatibility(old.size(), cosine, Double.NaN, Double.NaN, Double.NaN);
    }
    int[] known = IntStream.of(labelled).map(labels::get).toArray();
    float[][] before = IntStream.of(labelled).mapToObj(old::get).toArray(float[][]::new);
    float[][] after = IntStream.of(labelled).mapToObj(now::get).toArray(float[][]::new);
    try (NearestNeighbours ofOld = new NearestNeighbours(before);
        NearestNeighbours ofNew = new NearestNeighbours(after)) {
      return new Compatibility(
          old.size(),
          cosine,
          right(ofOld, before, known),
          right(ofOld, after, known),
          right(ofNew, after, known));
    }
  }

  private static double right(NearestNeighbours index, float[][] queries, int[] labels) {
    int[][] found = index.find(queries, NEIGHBOURS, (query, candidate) -> query == candidate);
    return IntStream.range(0, found.length)
            .mapToDouble(
                query ->
                    IntStream.of(found[query])
                        .filter(each -> labels[each] == labels[query])
                        .count())
            .average()
            .orElseThrow()
        / NEIGHBOURS;
  }

  /**
   * Returns what an index of old vectors is worth to new ones, in relation to the better of what it
   * was worth to old ones and what an index of new ones would be: 0 to 1. Without labels, it is the
   * mean cosine similarity.
   */
  public double share() {
    double best = Math.max(oldInOld, newInNew);
    return Double.isNaN(best) ? cosine : best == 0 ? 0 : Math.min(1, newInOld / best);
  }

  @Override
  public String toString() {
    String cosines = "mean cosine similarity %.3f of the new and old vectors of %d inputs";
    String neighbours =
        "; right neighbours: %.3f new among old, %.3f new among new, %.3f old among old";
    return Double.isNaN(newInOld)
        ? String.format(Locale.ROOT, cosines, cosine, inputs)
        : String.format(
            Locale.ROOT, cosines + neighbours, cosine, inputs, newInOld, newInNew, oldInOld);
  }

  /** Returns the figures by name, as telemetry and checkpoints carry them, without NaN. */
  public Map<String, Double> byName() {
    Map<String, Double> named = new LinkedHashMap<>();
    named.put(PREFIX + "inputs", (double) inputs);
    named.put(PREFIX + "cosine", cosine);
    named.put(PREFIX + "old.in.old", oldInOld);
    named.put(PREFIX + "new.in.old", newInOld);
    named.put(PREFIX + "new.in.new", newInNew);
    named.values().removeIf(value -> !Double.isFinite(value));
    return named;
  }
}
