package io.contrastream.image;

import java.util.List;
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

  /**
   * Returns the file that a digit was read from, relative to the folder of the source; empty if the
   * digit has no file of its own.
   *
   * @param index 0 to {@code size() - 1}
   */
  default String name(int index) {
    return "";
  }

  /** Returns the same digits in the order of the files they were read from. */
  default DigitSource inFileOrder() {
    return this;
  }

  /** Returns a sentence for each thing that was left out or taken for granted on reading. */
  default List<String> notes() {
    return List.of();
  }
}
