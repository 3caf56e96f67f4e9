package io.contrastream.image.file;

import io.contrastream.image.Digit;
import io.contrastream.image.SourceException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Which columns of a CSV file hold the label and the pixels.
 *
 * @param count number of columns in a row
 * @param label column of the label, or {@link #NONE}
 * @param pixels column of each pixel
 * @param header whether the first row is one
 * @param named whether the header says which column is the label
 */
record CsvColumns(int count, int label, List<Integer> pixels, boolean header, boolean named) {
  static final int NONE = -1;

  private static final int LABELLED = 1 + Digit.PIXELS;
  private static final Set<String> LABEL_NAMES =
      Set.of("label", "labels", "class", "target", "y", "digit");
  private static final Pattern NUMBER = Pattern.compile("[-+.\\d][-+.\\deE]*");
  private static final Pattern FIGURES = Pattern.compile("\\d{1,9}");

  /**
   * @throws SourceException if the first row has another number of columns, or if it is a header
   *     that leaves open which column is the label
   */
  static CsvColumns of(Path file, List<String> firstRow) {
    requireCount(file, firstRow);
    List<String> cells = firstRow.stream().map(CsvColumns::plain).toList();
    int last = cells.size() - 1;
    // a fault in a row affects one column only
    boolean names = isName(cells.get(0)) && isName(cells.get(last));
    boolean labelAndNumbers =
        (isLabel(cells.get(0)) && countsUp(cells.subList(1, last + 1)))
            || (isLabel(cells.get(last)) && countsUp(cells.subList(0, last)));
    if (names || labelAndNumbers) {
      return named(file, cells);
    }
    if (countsUp(cells)) {
      throw new SourceException(
          "%s counts from %s to %s in line 1, which looks like a header; delete the line, or write 'label' above the labels."
              .formatted(file, cells.get(0), cells.get(last)));
    }
    int label = cells.size() == LABELLED ? 0 : NONE;
    return new CsvColumns(cells.size(), label, allBut(label, cells.size()), false, false);
  }

  private static void requireCount(Path file, List<String> firstRow) {
    int count = firstRow.size();
    String start = firstRow.get(0);
    if (count == 1 && start.split("[;\t| ]", -1).length >= Digit.PIXELS) {
      String separator = start.replaceAll("[^;\t| ]", "").substring(0, 1);
      throw new SourceException(
          "%s separates its columns by %s; expected commas."
              .formatted(file, separator.isBlank() ? "blanks or tabs" : "'" + separator + "'"));
    }
    if (count != LABELLED && count != Digit.PIXELS) {
      throw new SourceException(
          "%s has %d columns in line 1; expected %d (label and pixels) or %d (pixels only)."
              .formatted(file, count, LABELLED, Digit.PIXELS));
    }
  }

  private static CsvColumns named(Path file, List<String> names) {
    int count = names.size();
    int[] labels = columns(names, CsvColumns::isLabel);
    if (labels.length > count - Digit.PIXELS) {
      throw new SourceException(
          "%s has %d columns, and its header calls %d of them a label, the last in column %d; expected %d pixels besides."
              .formatted(file, count, labels.length, labels[labels.length - 1] + 1, Digit.PIXELS));
    }
    if (labels.length == 0 && count == LABELLED) {
      labels = columns(names, name -> !FIGURES.matcher(name).find());
    }
    boolean named = labels.length == 1;
    int label = count == Digit.PIXELS ? NONE : named ? labels[0] : 0;
    return new CsvColumns(count, label, sorted(allBut(label, count), names), true, named);
  }

  private static int[] columns(List<String> names, Predicate<String> which) {
    return IntStream.range(0, names.size()).filter(i -> which.test(names.get(i))).toArray();
  }

  private static List<Integer> allBut(int label, int count) {
    return IntStream.range(0, count).filter(i -> i != label).boxed().toList();
  }

  /**
   * Sorts the columns by the numbers in their names, such as pixel12 or 3x7, if all differ: tools
   * write them in the order of the alphabet, too. Names with x before y, row by row, stay.
   */
  private static List<Integer> sorted(List<Integer> columns, List<String> names) {
    List<int[]> keys = names.stream().map(CsvColumns::figures).toList();
    List<int[]> mirrored = keys.stream().map(CsvColumns::mirrored).toList();
    List<Integer> sorted =
        columns.stream().sorted((a, b) -> Arrays.compare(keys.get(a), keys.get(b))).toList();
    return ascend(sorted, keys) && !ascend(columns, mirrored) ? sorted : columns;
  }

  private static boolean ascend(List<Integer> columns, List<int[]> keys) {
    return IntStream.range(1, columns.size())
        .allMatch(i -> Arrays.compare(keys.get(columns.get(i - 1)), keys.get(columns.get(i))) < 0);
  }

  private static int[] figures(String name) {
    return FIGURES
        .matcher(name)
        .results()
        .mapToInt(figures -> Integer.parseInt(figures.group()))
        .toArray();
  }

  private static int[] mirrored(int[] key) {
    return IntStream.range(0, key.length).map(i -> key[key.length - 1 - i]).toArray();
  }

  private static String plain(String cell) {
    return cell.strip().toLowerCase(Locale.ROOT).replaceAll("^'|'$", "");
  }

  private static boolean isLabel(String name) {
    return LABEL_NAMES.contains(name);
  }

  private static boolean isName(String text) {
    return !text.isBlank() && !NUMBER.matcher(text).matches();
  }

  private static boolean countsUp(List<String> cells) {
    if (!cells.get(0).matches("[01]")) {
      return false;
    }
    int first = Integer.parseInt(cells.get(0));
    return IntStream.range(0, cells.size())
        .allMatch(i -> cells.get(i).equals(String.valueOf(first + i)));
  }
}
