package io.contrastream.caption;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.contrastream.source.Labelled;
import io.contrastream.source.Source;
import io.contrastream.source.SourceException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class WordedCaptionsTest {

  private static final int MANY = 40_000;
  private static final Source<Labelled<Caption>> SEEN = WordedCaptions.seen(1, MANY);
  private static final Source<Labelled<Caption>> UNSEEN = WordedCaptions.unseen(2, MANY);
  private static final Vocabulary.Table TABLE = Vocabulary.read();
  private static final Slips SLIPS = new Slips(TABLE);

  @Test
  void shouldRepeatACaptionBySeedAndIndex() {
    Source<Labelled<Caption>> again = WordedCaptions.seen(1, Integer.MAX_VALUE);
    Labelled<Caption> late = again.get(700);

    assertThat(again.get(3)).isEqualTo(SEEN.get(3));
    assertThat(SEEN.get(700)).isEqualTo(late);
    assertThat(SEEN.range(600, 800).get(100)).isEqualTo(late);
    assertThat(texts(WordedCaptions.seen(2, 50))).isNotEqualTo(texts(SEEN.range(0, 50)));
  }

  @Test
  void shouldNameEachDigitOnceInTen() {
    assertThat(labels(SEEN, 0)).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    assertThat(labels(UNSEEN, 10)).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    assertThat(labels(SEEN, 0)).isNotEqualTo(labels(SEEN, 10));
  }

  @Test
  void shouldNeverWordAnUnseenCaptionAsASeenOne() {
    Set<List<String>> seen = wordings(SEEN);
    Set<List<String>> unseen = wordings(UNSEEN);

    assertThat(seen).hasSizeGreaterThan(MANY / 6).doesNotContainAnyElementsOf(unseen);
    assertThat(unseen).hasSizeGreaterThan(MANY / 10);
  }

  @Test
  void shouldUseWordsOfAllLanguagesInBothKinds() {
    for (Source<Labelled<Caption>> source : List.of(SEEN, UNSEEN)) {
      Set<String> words =
          wordings(source).stream().flatMap(List::stream).map(Slips::key).collect(toSet());
      assertThat(words)
          .contains("7", "vii", "seven", "seventh", "sevens", "sieben", "sept", "siete", "sette")
          .contains("sete", "zeven", "sju", "seitseman", "siedem", "yedi", "семь", "επτα", "שבע")
          .contains("سبعة", "सात", "しち", "七", "칠");
    }
  }

  @Test
  void shouldGiveEachWordAndSlipToOneDigit() {
    Map<String, Set<Integer>> labels = new HashMap<>();
    for (Vocabulary vocabulary : TABLE.all()) {
      for (int label = 0; label < Labelled.CLASSES; label++) {
        for (String word : vocabulary.words().get(label)) {
          for (String form : forms(word).toList()) {
            labels.computeIfAbsent(Slips.key(form), key -> new HashSet<>()).add(label);
          }
        }
      }
    }
    assertThat(labels).hasSizeGreaterThan(1500).allSatisfy((form, of) -> assertThat(of).hasSize(1));
  }

  @Test
  void shouldNameNoDigitByThePhraseItself() {
    Set<String> forms = words().flatMap(WordedCaptionsTest::forms).map(Slips::key).collect(toSet());
    Stream<String> phrases =
        Stream.concat(
            TABLE.ends().stream(), TABLE.all().stream().flatMap(it -> it.phrases().stream()));

    assertThat(phrases)
        .allSatisfy(
            phrase -> {
              assertThat(phrase).containsOnlyOnce(Vocabulary.GAP);
              assertThat(CaptionFeatures.words(Slips.key(phrase)))
                  .doesNotContainAnyElementsOf(forms);
            });
  }

  @Test
  void shouldKeepTheKeyOfAWordInAnyCase() {
    for (Vocabulary vocabulary : TABLE.all()) {
      for (String word : vocabulary.words().stream().flatMap(List::stream).toList()) {
        for (String form : forms(word).toList()) {
          for (Casing casing : Casing.values()) {
            assertThat(Slips.key(casing.apply(form, vocabulary.locale())))
                .isEqualTo(Slips.key(form));
          }
        }
      }
    }
  }

  @Test
  void shouldMisspellWithoutTouchingTheFirstLetter() {
    List<String> seen = SLIPS.of("seven", true);
    List<String> unseen = SLIPS.of("seven", false);

    assertThat(seen).contains("sven", "sevne").doesNotContainAnyElementsOf(unseen);
    assertThat(unseen).contains("sveen", "sevenn");
    assertThat(Stream.concat(seen.stream(), unseen.stream()))
        .doesNotContain("seven", "seen", "even")
        .allMatch(slip -> slip.startsWith("s"));
    assertThat(SLIPS.of("six", true)).isEmpty();
    assertThat(SLIPS.of("VIII", true)).isEmpty();
  }

  @Test
  void shouldMisspellOneInSixCaptionsToLearnFrom() {
    Set<String> slips =
        words().flatMap(it -> SLIPS.of(it, true).stream()).map(Slips::key).collect(toSet());

    long misspelt =
        texts(SEEN.range(0, 5_000)).stream()
            .filter(it -> CaptionFeatures.words(Slips.key(it)).stream().anyMatch(slips::contains))
            .count();

    assertThat(misspelt / 5_000.0).isBetween(0.13, 0.2);
  }

  @Test
  void shouldLeaveOneInFourPhrasesAndSlipsUnseen() {
    assertShare(
        TABLE.all().stream().mapToLong(it -> it.phrases(false).size()).sum(),
        TABLE.all().stream().mapToLong(it -> it.phrases().size()).sum());
    assertShare(
        words().mapToLong(word -> SLIPS.of(word, false).size()).sum(),
        words().mapToLong(word -> forms(word).count() - 1).sum());
    assertThat(TABLE.all()).noneMatch(it -> it.phrases(false).isEmpty());
  }

  @Test
  void shouldWriteInUpperAndLowerCaseOfTheLanguage() {
    Locale turkish = Locale.forLanguageTag("tr");

    assertThat(Casing.TITLE.apply("s'il vous plaît", Locale.FRENCH)).isEqualTo("S'il Vous Plaît");
    assertThat(Casing.FIRST_CAPITAL.apply("«iki» rakamı", turkish)).isEqualTo("«İki» rakamı");
    assertThat(Casing.CAPITALS.apply("iki", turkish)).isEqualTo("İKİ");
    assertThat(Casing.AS_WRITTEN.apply("iki", turkish)).isEqualTo("iki");
  }

  @Test
  void shouldRefuseACountBelowOne() {
    assertThatThrownBy(() -> WordedCaptions.unseen(1, 0))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("is 0");
  }

  private static void assertShare(long unseen, long all) {
    assertThat((double) unseen / all).isBetween(0.2, 0.3);
  }

  private static Stream<String> words() {
    return TABLE.all().stream().flatMap(it -> it.words().stream()).flatMap(List::stream);
  }

  /** Returns a word and its slips. */
  private static Stream<String> forms(String word) {
    return Stream.of(Stream.of(word), SLIPS.of(word, true).stream(), SLIPS.of(word, false).stream())
        .flatMap(it -> it);
  }

  private static List<Integer> labels(Source<Labelled<Caption>> source, int from) {
    return IntStream.range(from, from + 10).mapToObj(i -> source.get(i).label()).toList();
  }

  private static List<String> texts(Source<Labelled<Caption>> source) {
    return IntStream.range(0, source.size()).mapToObj(i -> source.get(i).input().text()).toList();
  }

  /**
   * Returns the words of each caption in alphabetical order, as the encoder takes them for a bag.
   */
  private static Set<List<String>> wordings(Source<Labelled<Caption>> source) {
    return texts(source).stream()
        .map(text -> CaptionFeatures.words(CaptionFeatures.normalised(text)))
        .map(words -> words.stream().sorted().toList())
        .collect(toSet());
  }
}
