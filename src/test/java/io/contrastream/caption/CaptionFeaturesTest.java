package io.contrastream.caption;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The buckets were computed with Python's unicodedata and zlib. */
class CaptionFeaturesTest {

  private static final int[] SEVEN = {
    2950, 2564, 1511, 3357, 1264, 514, 2324, 2942, 3954, 2392, 3661, 533, 322, 2907, 2429, 2563
  };
  private static final int[] DIGIT_7 = {3599, 2169, 3936, 2169};

  @Test
  void shouldHashNgramsInTheirOrderThenTheWord() {
    assertThat(of("seven")).containsExactly(SEVEN);
    assertThat(of("7")).containsExactly(DIGIT_7);
    assertThat(of("no. 7"))
        .containsExactly(1887, 3846, 1260, 2079, 1531, 2108, 1260, 3599, 2169, 3936, 2169);
  }

  @ParameterizedTest
  @ValueSource(strings = {"SEVEN", "Seven!", " \t«seven»\u0000\u00a0", "\u3000Ｓｅｖｅｎ…"})
  void shouldLookAtTheWordOnly(String text) {
    assertThat(of(text)).containsExactly(SEVEN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"７", "⁷", "⑦", "𝟕", "#7", "7."})
  void shouldTakeCompatibleCharactersForTheSame(String text) {
    assertThat(of(text)).containsExactly(DIGIT_7);
  }

  @ParameterizedTest
  @CsvSource({"ﬁve, five", "Ⅶ, vii", "ze\u0301ro, zéro", "ΕΦΤΑΣ, εφτας", "七つ\u3000の七, 七つ の七"})
  void shouldNormalise(String text, String normalised) {
    assertThat(CaptionFeatures.normalised(text)).isEqualTo(normalised);
    assertThat(of(text)).containsExactly(of(normalised));
  }

  @Test
  void shouldLowerTheTurkishIByTheRulesOfNoLanguage() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("tr"));
    try {
      assertThat(of("SIX")).containsExactly(of("six"));
      assertThat(of("İki"))
          .containsExactly(
              764, 1643, 875, 1916, 3821, 1290, 106, 2103, 1473, 2415, 150, 4026, 3094);
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void shouldSplitWordsAtWhatIsNoLetterMarkOrNumber() {
    assertThat(CaptionFeatures.words("l’œil: नौ-7,〇_x🙂y ٧ ✍️"))
        .containsExactly("l", "œil", "नौ", "7", "〇", "x", "y", "٧");
  }

  @Test
  void shouldCountCodePointsRatherThanSurrogates() {
    assertThat(of("𐐷𐐸")).containsExactly(248, 2218, 2120, 171, 1574, 1807, 2120);
  }

  @Test
  void shouldTakeATextWithoutWordsForOneWord() {
    assertThat(of(" 🙂 \n 🙂"))
        .containsExactly(2223, 3748, 3082, 4044, 612, 3461, 556, 295, 687, 3524);
    assertThat(of("\u00a0")).containsExactly(1707, 1707);
  }

  @Test
  void shouldHashTheLongestTexts() {
    assertHash("seven ".repeat(42) + "SEVE", 685, 1551165);
    assertHash("🙂".repeat(256), 769, 1606967);
    assertHash("x".repeat(256), 769, 1485441);
  }

  @Test
  void shouldStayWithinTheBuckets() {
    int[] buckets = of("a handwritten seven, une sept manuscrite, рукописная семёрка, 手書きの七");

    assertThat(Arrays.stream(buckets)).allMatch(b -> b >= 0 && b < CaptionFeatures.BUCKETS);
    assertThat(Arrays.stream(buckets).max().orElseThrow())
        .isGreaterThan(CaptionFeatures.BUCKETS * 9 / 10);
  }

  private static void assertHash(String text, int count, int sum) {
    assertThat(of(text)).hasSize(count);
    assertThat(Arrays.stream(of(text)).sum()).isEqualTo(sum);
  }

  private static int[] of(String text) {
    return CaptionFeatures.of(new Caption(text));
  }
}
