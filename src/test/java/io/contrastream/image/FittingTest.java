package io.contrastream.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.contrastream.config.ImageFit;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FittingTest {
  /** The numbers are those of OpenCV 4.6.0, resize with INTER_AREA. */
  @ParameterizedTest
  @MethodSource("scaledByOpenCv")
  void shouldScaleByAreaAsOpenCvDoes(String row) {
    String[] cells = row.split(";");
    int width = Integer.parseInt(cells[0]);
    int height = Integer.parseInt(cells[1]);
    int channels = Integer.parseInt(cells[2]);
    int newWidth = Integer.parseInt(cells[3]);
    int newHeight = Integer.parseInt(cells[4]);
    int[] expected = Stream.of(cells[5].split(",")).mapToInt(Integer::parseInt).toArray();

    byte[] scaled =
        new AreaScaling(pattern(height, width, channels), newHeight, newWidth).run().values();

    assertThat(scaled).hasSize(expected.length);
    for (int i = 0; i < expected.length; i++) {
      assertThat(Math.abs((scaled[i] & 0xff) - expected[i])).as("value %d", i).isLessThan(2);
    }
  }

  @Test
  void shouldLeaveAnImageOfTheRightSizeAsItIs() {
    Raster image = pattern(28, 28, 1);

    assertThat(Fitting.fit(image, 28, 28, 1, ImageFit.EXACT)).isSameAs(image);
  }

  @Test
  void shouldKeepTheAspectAndPadWithTheGround() {
    // given a dark bar on white, twice as high as wide
    Raster image = filled(40, 20, 255);
    for (int y = 10; y < 30; y++) {
      image.values()[y * 20 + 10] = 0;
    }

    // when
    Raster fitted = Fitting.fit(image, 20, 20, 1, ImageFit.RESIZE);

    // then it is 20 x 10 in the middle
    assertThat(fitted.at(10, 0, 0)).isEqualTo(255);
    assertThat(fitted.at(10, 19, 0)).isEqualTo(255);
    assertThat(fitted.at(10, 10, 0)).isEqualTo(128);
    assertThat(fitted.at(4, 10, 0)).isEqualTo(255);
  }

  @Test
  void shouldPutASmallerImageIntoTheMiddle() {
    Raster fitted = Fitting.fit(filled(2, 2, 9), 4, 5, 1, ImageFit.PAD);

    assertThat(fitted.values()).containsOnly(9).hasSize(20);
  }

  @Test
  void shouldConvertChannelsWhateverTheFit() {
    Raster red = new Raster(new byte[] {(byte) 255, 0, 0}, 1, 1, 3);
    Raster gray = new Raster(new byte[] {77}, 1, 1, 1);

    assertThat(Fitting.fit(red, 1, 1, 1, ImageFit.EXACT).values()).containsExactly(76);
    assertThat(Fitting.fit(gray, 1, 1, 3, ImageFit.EXACT).values()).containsExactly(77, 77, 77);
  }

  @Test
  void shouldRefuseWhatDoesNotFit() {
    assertThatThrownBy(() -> Fitting.fit(filled(30, 28, 0), 28, 28, 1, ImageFit.EXACT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "is 30 × 28 (height × width), but the encoder takes 28 × 28; scale it before sending"
                + " it, or set image.fit");
    assertThatThrownBy(() -> Fitting.fit(filled(30, 28, 0), 28, 28, 1, ImageFit.PAD))
        .hasMessageContaining("image.fit=resize");
  }

  @Test
  void shouldRefuseARasterThatIsNotWhole() {
    assertThatThrownBy(() -> new Raster(new byte[3], 2, 2, 1))
        .hasMessageContaining("instead of 2 × 2 × 1");
    assertThatThrownBy(() -> new Raster(new byte[4], 1, 2, 2)).hasMessageContaining("2 channels");
    assertThatThrownBy(() -> new Raster(new byte[0], 0, 2, 1)).hasMessageContaining("at least 1");
    assertThatThrownBy(() -> new Raster(new byte[4], Integer.MAX_VALUE, Integer.MAX_VALUE, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("instead of 2147483647 × 2147483647 × 3");
  }

  private static Raster filled(int height, int width, int value) {
    byte[] values = new byte[height * width];
    Arrays.fill(values, (byte) value);
    return new Raster(values, height, width, 1);
  }

  /** The pattern that OpenCV was given. */
  private static Raster pattern(int height, int width, int channels) {
    byte[] values = new byte[height * width * channels];
    for (int i = 0; i < values.length; i++) {
      int channel = i % channels;
      int x = i / channels % width;
      int y = i / channels / width;
      values[i] = (byte) (x * x * 7 + y * 13 + x * y * 3 + channel * 91);
    }
    return new Raster(values, height, width, channels);
  }

  static Stream<String> scaledByOpenCv() throws IOException {
    try (InputStream in = FittingTest.class.getResourceAsStream("/image/area.csv")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines();
    }
  }
}
