package io.contrastream.caption;

import static java.util.stream.Collectors.partitioningBy;
import static java.util.stream.Collectors.toSet;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/**
 * Misspelt words: a letter doubled or, in words long enough, two letters swapped or one left out;
 * but never the first, which people seldom miss. No slip is a word of the vocabularies, of their
 * phrases or a real word that looks like one, nor could it be a slip for another digit.
 */
final class Slips {

  /** With fewer, a word can hardly be recognised. */
  private static final int MIN_LETTERS = 4;

  /** One in as many slips belongs to the wordings never seen. */
  private static final int UNSEEN_OF = 4;

  private final Map<String, List<String>> seen = new HashMap<>();
  private final Map<String, List<String>> unseen = new HashMap<>();

  Slips(Vocabulary.Table table) {
    Set<String> known = known(table);
    Map<String, List<String>> slips = new HashMap<>();
    Map<String, Set<Integer>> labels = new HashMap<>();
    for (Vocabulary vocabulary : table.all()) {
      for (int label = 0; label < vocabulary.words().size(); label++) {
        for (String word : vocabulary.words().get(label)) {
          slips.put(word, variants(word).filter(it -> !known.contains(key(it))).toList());
          for (String slip : slips.get(word)) {
            labels.computeIfAbsent(key(slip), it -> new HashSet<>()).add(label);
          }
        }
      }
    }
    slips.forEach(
        (word, all) -> {
          Map<Boolean, List<String>> parts =
              all.stream()
                  .filter(it -> labels.get(key(it)).size() == 1)
                  .collect(partitioningBy(Slips::isSeen));
          seen.put(word, parts.get(true));
          unseen.put(word, parts.get(false));
        });
  }

  private static Set<String> known(Vocabulary.Table table) {
    Stream<String> words =
        table.all().stream()
            .flatMap(it -> Stream.concat(it.words().stream().flatMap(List::stream), words(it)));
    return Stream.concat(words, table.realWords().stream()).map(Slips::key).collect(toSet());
  }

  private static Stream<String> words(Vocabulary vocabulary) {
    return vocabulary.phrases().stream()
        .flatMap(it -> CaptionFeatures.words(CaptionFeatures.normalised(it)).stream());
  }

  /** Returns the slips for a word that belong to the wordings seen, or to those never seen. */
  List<String> of(String word, boolean ofSeen) {
    return (ofSeen ? seen : unseen).get(word);
  }

  private static boolean isSeen(String slip) {
    CRC32 hash = new CRC32();
    hash.update(key(slip).getBytes(StandardCharsets.UTF_8));
    return hash.getValue() % UNSEEN_OF != 0;
  }

  /**
   * Returns what a word has in common with its forms in upper and lower case: a Turkish i has a
   * dotted capital, and an I is the capital of a Turkish dotless i.
   */
  static String key(String word) {
    return CaptionFeatures.normalised(word).replace('ı', 'i').replace("\u0307", "");
  }

  private static Stream<String> variants(String word) {
    if (word.length() < MIN_LETTERS || !word.codePoints().allMatch(Character::isLetter)) {
      return Stream.of();
    }
    List<String> variants = new ArrayList<>();
    for (int i = 1; i < word.length(); i++) {
      String before = word.substring(0, i);
      char letter = word.charAt(i);
      String after = word.substring(i + 1);
      variants.add(before + letter + letter + after);
      if (word.length() > MIN_LETTERS) {
        variants.add(before + after);
        if (!after.isEmpty()) {
          variants.add(before + after.charAt(0) + letter + after.substring(1));
        }
      }
    }
    return variants.stream().distinct();
  }
}
