package io.contrastream.image.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.contrastream.image.Digit;
import io.contrastream.image.DigitSource;
import io.contrastream.image.source.DigitSources;
import io.contrastream.image.source.SourceHints;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Reads MNIST's 60,000 training images from the folder {@code CONTRASTREAM_DATA}. */
class MnistTest {

  private static final int[] DIGITS_OF_LABEL = {
    5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949
  };

  @Test
  void shouldReadAllTrainingImagesWithTheirLabels() {
    String data = System.getenv("CONTRASTREAM_DATA");
    Path images = Path.of(data == null ? "" : data, "mnist", "train-images-idx3-ubyte.gz");
    assumeTrue(Files.exists(images), "CONTRASTREAM_DATA names no folder with MNIST in it");

    DigitSource mnist = DigitSources.open("idx:" + images, 0);

    int[] counts = new int[Digit.CLASSES];
    for (int i = 0; i < mnist.size(); i++) {
      counts[mnist.get(i).label()]++;
    }
    assertThat(mnist.size()).isEqualTo(60_000);
    assertThat(counts).isEqualTo(DIGITS_OF_LABEL);
    assertThat(mnist.get(0).label()).isEqualTo(5);
    assertThat(SourceHints.of("idx:" + images, mnist)).isEmpty();
    assertThat(SourceHints.of("idx:" + images, DigitSources.slice(mnist, 7, 8))).isEmpty();
  }
}
