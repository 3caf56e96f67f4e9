package io.contrastream.image;

import io.contrastream.source.SourceException;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Digits in memory, indexed by label. Immutable and safe for use by several threads. */
public final class DigitSet implements RangedSource {

  private final List<Digit> digits;
  private final int[][] indicesOfLabel;

  /**
   * @throws SourceException if the list is empty
   */
  public DigitSet(List<Digit> digits) {
    if (digits.isEmpty()) {
      throw new SourceException("This source has no digits; at least one is needed.");
    }
    this.digits = List.copyOf(digits);
    this.indicesOfLabel =
        IntStream.range(0, Digit.CLASSES).mapToObj(this::indicesOf).toArray(int[][]::new);
  }

  /**
   * Reads all digits of a finite source into memory.
   *
   * @throws SourceException if the source is endless
   */
  public static DigitSet copyOf(DigitSource source) {
    if (source instanceof DigitSet set) {
      return set;
    }
    if (source.size() == Integer.MAX_VALUE) {
      throw new SourceException(
          "An endless source does not fit into memory; limit it with a count or a slice.");
    }
    return new DigitSet(IntStream.range(0, source.size()).mapToObj(source::get).toList());
  }

  private int[] indicesOf(int label) {
    return IntStream.range(0, digits.size()).filter(i -> digits.get(i).shows(label)).toArray();
  }

  @Override
  public int size() {
    return digits.size();
  }

  @Override
  public Digit get(int index) {
    return digits.get(index);
  }

  @Override
  public Digit sample(int label, RandomGenerator random) {
    int[] indices = indicesOfLabel[label];
    if (indices.length == 0) {
      throw new SourceException(
          "None of the %d digits of this source shows a %d.".formatted(size(), label));
    }
    return digits.get(indices[random.nextInt(indices.length)]);
  }

  @Override
  public DigitSet range(int from, int to) {
    return new DigitSet(digits.subList(from, to));
  }
}
