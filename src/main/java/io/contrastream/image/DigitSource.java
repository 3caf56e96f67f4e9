package io.contrastream.image;

import java.util.random.RandomGenerator;

/** Digits to train on or to stream, by index. Safe for use by several threads. */
public interface DigitSource {

  /** Returns the number of digits, or {@link Integer#MAX_VALUE} if the source is endless. */
  int size();

  /**
   * Returns the digit at an index, always the same.
   *
   * @param index 0 to {@code size() - 1}
   */
  Digit get(int index);

  /**
   * Returns one of the digits with a label, chosen uniformly at random.
   *
   * @throws SourceException if the source has none
   */
  Digit sample(int label, RandomGenerator random);
}
