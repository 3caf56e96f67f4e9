package io.contrastream.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class IndexedRandomTest {

  @Test
  void shouldGiveEachIndexAnOrderOfItsOwn() {
    // when
    int[] order = IndexedRandom.permutation(1, 5, 100);

    // then
    assertThat(order).hasSize(100).doesNotHaveDuplicates();
    assertThat(Arrays.stream(order)).allMatch(i -> i >= 0 && i < 100);
    assertThat(IndexedRandom.permutation(1, 5, 100)).isEqualTo(order);
    assertThat(IndexedRandom.permutation(1, 6, 100)).isNotEqualTo(order);
    assertThat(IndexedRandom.permutation(2, 5, 100)).isNotEqualTo(order);
  }
}
