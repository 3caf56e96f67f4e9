package io.contrastream.source;

import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * An endless sequence of anchors with a contrastive example of another modality. Anchor i is input
 * i modulo the size of its source; its example has the same label (a positive pair) or another one
 * (a negative pair). Sources, seed and index alone determine a pair. Safe for use by several
 * threads.
 *
 * @param <A> an anchor
 * @param <E> an example
 */
public final class PairsAcross<A, E> {
  private final LabelledSource<A> anchors;
  private final LabelledSource<E> examples;
  private final long seed;
  private final int[] labels;

  /** An anchor and its contrastive example. */
  public record Pair<A, E>(Labelled<A> anchor, Labelled<E> example) {}

  /**
   * @throws SourceException if the examples have fewer than two different labels
   */
  public PairsAcross(LabelledSource<A> anchors, LabelledSource<E> examples, long seed) {
    this.anchors = anchors;
    this.examples = examples;
    this.seed = seed;
    labels = IntStream.range(0, Labelled.CLASSES).filter(this::hasExample).toArray();
    if (labels.length < 2) {
      throw new SourceException(
          "Pairs need examples with at least two different labels, but this source has %d."
              .formatted(labels.length));
    }
  }

  private boolean hasExample(int label) {
    try {
      return Objects.equals(examples.sample(label, new SplittableRandom(seed)).label(), label);
    } catch (SourceException absent) {
      return false;
    }
  }

  /**
   * Returns a pair. Of pairs 2k and 2k + 1, one is positive and one negative in random order.
   *
   * @param index at least 0
   * @throws SourceException if the anchor has no label, or no example can have it
   */
  public Pair<A, E> pair(long index) {
    Labelled<A> anchor = anchors.get((int) (index % anchors.size()));
    Integer label = anchor.label();
    if (label == null) {
      throw new SourceException(
          "Input %d has no label, so it cannot be paired.".formatted(index % anchors.size()));
    }
    boolean firstIsPositive = IndexedRandom.of(seed, ~(index / 2)).nextBoolean();
    boolean positive = (index % 2 == 0) == firstIsPositive;
    SplittableRandom random = IndexedRandom.of(seed, index);
    return new Pair<>(anchor, examples.sample(positive ? label : other(label, random), random));
  }

  private int other(int label, SplittableRandom random) {
    int[] others = IntStream.of(labels).filter(each -> each != label).toArray();
    return others[random.nextInt(others.length)];
  }
}
