package io.contrastream.image;

import java.util.random.RandomGenerator;

/** Digits to learn from or to stream, by index. Safe to read from several threads. */
public interface DigitSource {

  /** How many digits there are; {@link Integer#MAX_VALUE} where they never end. */
  int size();

  /**
   * @param index 0 to {@code size() - 1}; the same index always gives the same digit
   */
  Digit get(int index);

  /**
   * A digit that shows {@code label}, each alike likely.
   *
   * @param label 0 to 9
   * @throws SourceException where the source has none
   */
  Digit sample(int label, RandomGenerator random);
}
