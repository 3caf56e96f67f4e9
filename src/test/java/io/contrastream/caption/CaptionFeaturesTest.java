package io.contrastream.caption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The buckets were computed with Python's unicodedata and zlib. */
class CaptionFeaturesTest {

  private static final int[] SEVEN = {
    4874, 2950, 14852, 1511, 3851, 11549, 1264, 4610, 14938, 6420, 7038, 8050, 15236, 6488, 7757,
    12821, 14938, 322, 2907, 9170, 2429, 12838, 14851
  };
  private static final int[] DIGIT_7 = {4874, 3599, 14457, 2690, 12128, 12838, 14457};

  @Test
  void shouldHashNgramsInTheirOrderThenTheWord() {
    assertThat(of("seven")).containsExactly(SEVEN);
    assertThat(of("7")).containsExactly(DIGIT_7);
    assertThat(of("no. 7"))
        .containsExactly(
            4874, 10079, 16134, 5356, 9170, 10271, 5627, 4932, 14396, 12838, 5356, 4874, 3599,
            14457, 2690, 12128, 12838, 14457);
  }

  @Test
  void shouldAddTheWordWithRepeatedLettersShortened() {
    assertThat(of("seeevven")).endsWith(SEVEN).hasSizeGreaterThan(2 * SEVEN.length);
    assertThat(of("VII")).endsWith(of("vi")).isNotEqualTo(of("vi"));
    assertThat(of("77").length).isLessThan(2 * DIGIT_7.length);
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
  @CsvSource({
    "ﬁve, five",
    "Ⅶ, vii",
    "ze\u0301ro, zero",
    "DÖRT, dort",
    "Йод, иод",
    "ΈΝΑ, ενα",
    "ΕΦΤΑΣ, εφτας",
    "七つ\u3000の七, 七つ の七"
  })
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
              4874, 13052, 11736, 826, 13937, 15041, 557, 3601, 5981, 14703, 12438, 13937, 8122,
              12838, 13207);
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
    assertThat(of("𐐷𐐸"))
        .containsExactly(4874, 8440, 6314, 6216, 7550, 8363, 1574, 239, 1807, 12838, 6216);
  }

  @Test
  void shouldTakeATextWithoutWordsForOneWord() {
    assertThat(of(" 🙂 \n 🙂"))
        .containsExactly(
            4874, 6319, 7844, 15370, 9513, 4044, 8804, 15749, 3909, 8748, 8487, 9513, 12975, 12838,
            15812);
    assertThat(of("\u00a0")).containsExactly(4874, 13995, 12838, 13995);
  }

  @Test
  void shouldHashTheLongestTexts() {
    assertHash("seven ".repeat(42) + "SEVE", 985, 7777026);
    assertHash("🙂".repeat(256), 1027, 9319271);
    assertHash("x".repeat(256), 1034, 8275074);
  }

  @Test
  void shouldWeighAllWordsTheSame() {
    CaptionFeatures.Bag bag = CaptionFeatures.of(new Caption("chapter 7"));

    int ofLast = DIGIT_7.length;
    int ofFirst = bag.buckets().length - ofLast;
    for (int i = 0; i < bag.buckets().length; i++) {
      assertThat(bag.weights()[i])
          .isCloseTo(0.5f / (i < ofFirst ? ofFirst : ofLast), within(1e-6f));
    }
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
    return CaptionFeatures.of(new Caption(text)).buckets();
  }
}
