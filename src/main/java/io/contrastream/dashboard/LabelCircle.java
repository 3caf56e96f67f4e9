package io.contrastream.dashboard;

import io.contrastream.dashboard.EmbeddingMap.Entry;
import io.contrastream.image.Digit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Fits a plane in which each label has its place on a circle, like the hours of a clock: 0 at the
 * top, then clockwise. A label is at its place as far as the vectors tell it apart linearly, and
 * stays there from one checkpoint to the next. Two principal components would show only a quarter
 * of the variance, with most labels in one heap.
 */
final class LabelCircle {
  private static final int MIN_LABELS = 3;

  /** Below this share of labelled embeddings, the labels don't describe the whole. */
  private static final double MIN_LABELLED = 0.5;

  private LabelCircle() {}

  /** Empty if there are too few labels. */
  static Optional<Projection> fit(Collection<Entry> entries) {
    List<Entry> labelled = entries.stream().filter(entry -> entry.label() != null).toList();
    Map<Integer, Long> counts =
        labelled.stream()
            .map(Entry::label)
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    if (counts.size() < MIN_LABELS || labelled.size() < MIN_LABELLED * entries.size()) {
      return Optional.empty();
    }
    // each label weighs the same, however many images it has
    double[] weights =
        labelled.stream()
            .mapToDouble(entry -> 1.0 / counts.size() / counts.get(entry.label()))
            .toArray();
    double[][] places =
        labelled.stream().map(entry -> place(entry.label())).toArray(double[][]::new);
    return Optional.of(
        Projection.ofTargets(labelled.stream().map(Entry::vector).toList(), places, weights));
  }

  private static double[] place(int label) {
    double angle = 2 * Math.PI * label / Digit.CLASSES;
    return new double[] {Math.sin(angle), Math.cos(angle)};
  }
}
