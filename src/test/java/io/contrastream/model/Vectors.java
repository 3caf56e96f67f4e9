package io.contrastream.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Compares batches of vectors. */
final class Vectors {
  private Vectors() {}

  static void assertClose(float[][] actual, float[][] expected, float tolerance) {
    assertThat(actual.length).isEqualTo(expected.length);
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).as("vector %d", i).containsExactly(expected[i], within(tolerance));
    }
  }
}
