package io.contrastream.caption;

import io.contrastream.config.TextResource;
import io.contrastream.source.Labelled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Words for the digits and the phrases that they stand in.
 *
 * @param locale determines upper and lower case
 * @param weight frequency relative to the other vocabularies
 * @param words of each label, the usual one first; none if the vocabulary has no word for it
 * @param phrases with {@link #GAP} in place of the word
 */
record Vocabulary(Locale locale, int weight, List<List<String>> words, List<String> phrases) {

  static final String GAP = "*";

  /** Of as many phrases in turn, the last belongs to the wordings never seen. */
  private static final int UNSEEN_OF = 4;

  private static final double USUAL = 0.5;

  /**
   * All that the resource holds.
   *
   * @param numerals the first of the vocabularies
   * @param ends phrases around a caption as a whole
   * @param realWords that look like slips
   */
  record Table(
      Vocabulary numerals, List<Vocabulary> all, List<String> ends, Set<String> realWords) {}

  /** Whether it has a word for a label. */
  boolean names(int label) {
    return !words.get(label).isEmpty();
  }

  /** Returns the usual word or, as often, any. */
  String word(int label, RandomGenerator random) {
    List<String> all = words.get(label);
    return random.nextDouble() < USUAL ? all.get(0) : all.get(random.nextInt(all.size()));
  }

  List<String> phrases(boolean seen) {
    return IntStream.range(0, phrases.size())
        .filter(i -> (i % UNSEEN_OF != UNSEEN_OF - 1) == seen)
        .mapToObj(phrases::get)
        .toList();
  }

  static Table read() {
    List<Vocabulary> all = new ArrayList<>();
    List<String> ends = List.of();
    Set<String> realWords = Set.of();
    for (String line : TextResource.lines(Vocabulary.class, "wordings.txt")) {
      String[] parts = line.split(": ", 2);
      switch (parts[0]) {
        case "ends" -> ends = List.of(parts[1].split(" \\| "));
        case "not" -> realWords = Set.of(parts[1].split(" "));
        case "phrases" -> all.get(all.size() - 1).phrases.addAll(List.of(parts[1].split(" \\| ")));
        default -> all.add(of(parts[0].split(" "), parts[1].split(" ")));
      }
    }
    return new Table(all.get(0), List.copyOf(all), ends, realWords);
  }

  private static Vocabulary of(String[] head, String[] columns) {
    if (!head[0].equals("words") || columns.length != Labelled.CLASSES) {
      throw new IllegalStateException("Not a line of words: " + String.join(" ", columns));
    }
    List<List<String>> words =
        Arrays.stream(columns)
            .map(each -> each.equals("-") ? List.<String>of() : List.of(each.split("\\|")))
            .toList();
    Locale locale = Locale.forLanguageTag(head[1]);
    return new Vocabulary(locale, Integer.parseInt(head[2]), words, new ArrayList<>());
  }
}
