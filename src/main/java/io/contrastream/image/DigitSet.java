package io.contrastream.image;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Digits held in memory, indexed by label. Immutable; safe to read from several threads. */
public final class DigitSet implements RangedSource {

  private final List<Digit> digits;
  private final int[][] indicesOfLabel;

  /**
   * @throws SourceException where the list is empty
   */
  public DigitSet(List<Digit> digits) {
    if (digits.isEmpty()) {
      throw new SourceException("A source of digits needs at least one digit, this one has none.");
    }
    this.digits = List.copyOf(digits);
    this.indicesOfLabel =
        IntStream.range(0, Digit.CLASSES).mapToObj(this::indicesOf).toArray(int[][]::new);
  }

  /**
   * Reads every digit of a finite source into memory.
   *
   * @throws SourceException where the source never ends
   */
  public static DigitSet copyOf(DigitSource source) {
    if (source instanceof DigitSet set) {
      return set;
    }
    if (source.size() == Integer.MAX_VALUE) {
      throw new SourceException("A source that never ends cannot be held in memory: bound it.");
    }
    return new DigitSet(IntStream.range(0, source.size()).mapToObj(source::get).toList());
  }

  private int[] indicesOf(int label) {
    return IntStream.range(0, digits.size()).filter(i -> digits.get(i).label() == label).toArray();
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

  /**
   * @return digits {@code from} (inclusive) to {@code to} (exclusive), in the same order
   */
  @Override
  public DigitSet range(int from, int to) {
    return new DigitSet(digits.subList(from, to));
  }
}
