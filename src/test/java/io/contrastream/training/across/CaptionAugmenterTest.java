package io.contrastream.training.across;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.contrastream.caption.Caption;
import io.contrastream.caption.CaptionFeatures;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

class CaptionAugmenterTest {
  private static final Caption SEVEN = new Caption("a handwritten seven");
  private static final int SIZE = CaptionFeatures.BUCKETS;

  @Test
  void shouldKeepMostOfTheCaption() {
    // given
    CaptionAugmenter augmenter = new CaptionAugmenter(1);
    int[] own = IntStream.of(CaptionFeatures.of(SEVEN).buckets()).distinct().toArray();

    // when
    double kept = 0;
    for (int i = 0; i < 200; i++) {
      float[] out = written(augmenter);
      kept += IntStream.of(own).filter(bucket -> out[bucket] > 0).count() / (200.0 * own.length);
    }

    // then
    assertThat(kept).isBetween(0.75, 0.99);
  }

  @Test
  void shouldDistortDifferentlyEachTimeAndTheSameFromTheSameSeed() {
    // given
    CaptionAugmenter augmenter = new CaptionAugmenter(1);

    // when
    float[] first = written(augmenter);
    float[] second = written(augmenter);

    // then
    assertThat(first).isNotEqualTo(second).isEqualTo(written(new CaptionAugmenter(1)));
  }

  @Test
  void shouldWriteAtTheOffsetOnly() {
    // given
    float[] out = new float[3 * SIZE];

    // when
    new CaptionAugmenter(1).write(SEVEN, out, SIZE);

    // then
    assertThat(IntStream.range(0, out.length).filter(i -> out[i] != 0))
        .isNotEmpty()
        .allMatch(i -> i >= SIZE && i < 2 * SIZE);
  }

  @Test
  void shouldMakeUpWordsOfTheCaptionBefore() {
    // given
    CaptionAugmenter augmenter = new CaptionAugmenter(1);
    CRC32 hash = new CRC32();
    hash.update("<ot>".getBytes(UTF_8));
    int bucket = (int) (hash.getValue() % SIZE);

    // when
    int count = 0;
    for (int i = 0; i < 1000; i++) {
      augmenter.write(new Caption("otto"), new float[SIZE], 0);
      count += written(augmenter)[bucket] > 0 ? 1 : 0;
    }

    // then of chance there are fewer than ten
    assertThat(count).isBetween(50, 400);
  }

  private static float[] written(CaptionAugmenter augmenter) {
    float[] out = new float[SIZE];
    augmenter.write(SEVEN, out, 0);
    return out;
  }
}
