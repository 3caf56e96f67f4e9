package io.contrastream.image.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.contrastream.image.Digit;
import io.contrastream.image.DigitSet;
import io.contrastream.image.DigitSource;
import io.contrastream.source.SourceException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DigitSourcesTest {

  /** Returns digits with the labels 0 to 9 in turn. */
  private static final Map<String, Function<String, DigitSource>> TEN =
      Map.of("ten", rest -> new DigitSet(digits(10)));

  @ParameterizedTest
  @CsvSource({
    "ten, 0, 10",
    "ten[:], 0, 10",
    "ten[2:5], 2, 3",
    "ten[:4], 0, 4",
    "ten[7:], 7, 3",
    "ten[-3:], 7, 3",
    "ten[:-3], 0, 7",
    "ten[-4:-2], 6, 2",
    "ten:rest[9:10], 9, 1"
  })
  void shouldTakeSlice(String spec, int firstLabel, int size) {
    DigitSource slice = DigitSources.open(spec, 0, TEN);

    assertThat(slice.size()).isEqualTo(size);
    assertThat(slice.get(0).label()).isEqualTo(firstLabel);
  }

  @Test
  void shouldSampleWithinSliceOnly() {
    DigitSource slice = DigitSources.open("ten[0:5]", 0, TEN);

    assertThat(slice.sample(4, new Random(1)).label()).isEqualTo(4);
    assertThatThrownBy(() -> slice.sample(5, new Random(1)))
        .isInstanceOf(SourceException.class)
        .hasMessage("None of the 5 digits of this source shows a 5.");
  }

  @ParameterizedTest
  @CsvSource({"ten[5:5]", "ten[6:5]", "ten[0:11]", "ten[-11:]", "ten[10:]"})
  void shouldRefuseSliceThatIsEmptyOrReachesBeyond(String spec) {
    assertThatThrownBy(() -> DigitSources.open(spec, 0, TEN))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("is empty or reaches beyond the 10 inputs");
  }

  @Test
  void shouldRefuseSliceWithoutNumbers() {
    assertThatThrownBy(() -> DigitSources.open("ten[a:5]", 0, TEN))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("has the bound 'a'");
  }

  @Test
  void shouldListSchemesIfSchemeIsUnknown() {
    assertThatThrownBy(() -> DigitSources.open("cats:x", 0, TEN))
        .isInstanceOf(SourceException.class)
        .hasMessageStartingWith("'cats:x' is not a source of digits: it begins with 'cats'")
        .hasMessageContaining("idx")
        .hasMessageContaining("ten");
  }

  @Test
  void shouldPassRestOfSpecToScheme() {
    StringBuilder seen = new StringBuilder();
    Function<String, DigitSource> scheme =
        rest -> {
          seen.append(rest);
          return new DigitSet(digits(3));
        };

    DigitSources.open("mine:a:b[0:1]", 0, Map.of("mine", scheme));

    assertThat(seen).hasToString("a:b");
  }

  @Test
  void shouldRequireAPath() {
    assertThatThrownBy(() -> DigitSources.open("idx", 0))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("needs a path");
  }

  private static List<Digit> digits(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> new Digit(new byte[Digit.PIXELS], i % Digit.CLASSES))
        .toList();
  }
}
