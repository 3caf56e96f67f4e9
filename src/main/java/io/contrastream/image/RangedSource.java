package io.contrastream.image;

/** A source that can return a part of itself without being read as a whole. */
public interface RangedSource extends DigitSource {

  /**
   * Returns the digits from {@code from} (inclusive) to {@code to} (exclusive), in the same order.
   * {@code sample} of the part returns only digits in it.
   *
   * @param from at least 0
   * @param to more than {@code from} and at most {@link #size()}
   */
  @Override
  DigitSource range(int from, int to);
}
