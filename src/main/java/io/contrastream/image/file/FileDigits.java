package io.contrastream.image.file;

import io.contrastream.image.Digit;
import io.contrastream.image.DigitSet;
import io.contrastream.image.RangedSource;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Digits that were read from files.
 *
 * @param places where each digit is in the order of the files
 * @param names the file of each digit, or empty if they share one
 * @param notes a sentence for each thing that was left out or taken for granted
 */
record FileDigits(DigitSet digits, List<Integer> places, List<String> names, List<String> notes)
    implements RangedSource {

  /** Returns digits that stay in the order of their file. */
  static FileDigits of(List<Digit> digits, List<String> notes) {
    List<Integer> places = IntStream.range(0, digits.size()).boxed().toList();
    return new FileDigits(
        new DigitSet(digits), places, Collections.nCopies(digits.size(), ""), notes);
  }

  @Override
  public int size() {
    return digits.size();
  }

  @Override
  public Digit get(int index) {
    return digits.get(index);
  }

  @Override
  public Digit sample(int label, RandomGenerator random) {
    return digits.sample(label, random);
  }

  @Override
  public FileDigits range(int from, int to) {
    return new FileDigits(
        digits.range(from, to), places.subList(from, to), names.subList(from, to), notes);
  }

  @Override
  public String name(int index) {
    return names.get(index);
  }

  @Override
  public FileDigits inFileOrder() {
    List<Integer> order =
        IntStream.range(0, size()).boxed().sorted(Comparator.comparing(places::get)).toList();
    return new FileDigits(
        new DigitSet(order.stream().map(digits::get).toList()),
        order.stream().map(places::get).toList(),
        order.stream().map(names::get).toList(),
        notes);
  }
}
