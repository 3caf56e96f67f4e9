package io.contrastream.image;

import io.contrastream.source.Source;
import io.contrastream.source.SourceException;
import java.util.random.RandomGenerator;

/** Digits to train on or to stream, by index. Safe for use by several threads. */
public interface DigitSource extends Source<Digit> {

  /**
   * Returns one of the digits with a label, chosen uniformly at random.
   *
   * @throws SourceException if the source has none
   */
  Digit sample(int label, RandomGenerator random);

  /** Returns the same digits in the order of the files they were read from. */
  default DigitSource inFileOrder() {
    return this;
  }
}
