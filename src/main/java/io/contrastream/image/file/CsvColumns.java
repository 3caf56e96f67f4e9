package io.contrastream.image.file;

import io.contrastream.image.Digit;
import io.contrastream.source.SourceException;
import java.nio.file.Path;
import java.util.ArrayList;
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
 * @param notes a sentence for each thing that was left out or taken for granted
 */
record CsvColumns(
    int count, int label, List<Integer> pixels, boolean header, boolean named, List<String> notes) {
  static final int NONE = -1;

  private static final int LABELLED = 1 + Digit.PIXELS;
  private static final Set<String> LABEL_NAMES =
      Set.of("label", "labels", "class", "target", "y", "digit");

  /** What tables call the first column if it numbers the rows; pandas leaves out the name. */
  private static final Set<String> INDEX_NAMES = Set.of("", "id", "index", "unnamed: 0");

  private static final Pattern NUMBER = Pattern.compile("[-+.\\d][-+.\\deE]*");
  private static final String ROW = "(r|row|y)[^\\p{L}\\d]*\\d{1,9}";
  private static final String COLUMN = "(c|col|column|x)[^\\p{L}\\d]*\\d{1,9}";
  private static final String BEFORE = "([^\\d]*[^\\p{L}\\d])?";
  private static final String BETWEEN = "[^\\p{L}\\d]*";
  private static final Pattern ROW_AND_COLUMN = Pattern.compile(BEFORE + ROW + BETWEEN + COLUMN);
  private static final Pattern COLUMN_AND_ROW = Pattern.compile(BEFORE + COLUMN + BETWEEN + ROW);
  private static final Pattern FIGURES = Pattern.compile("\\d{1,9}");

  /**
   * @throws SourceException if the first row has another number of columns, or if it is a header
   *     that leaves open which column is the label
   */
  static CsvColumns of(Path file, List<String> firstRow) {
    List<String> cells = firstRow.stream().map(CsvColumns::plain).toList();
    int last = cells.size() - 1;
    List<String> others = cells.subList(1, last + 1);
    if (last >= Digit.PIXELS
        && INDEX_NAMES.contains(cells.get(0))
        && (isHeader(others) || countsUp(others))) {
      requireCount(file, last, firstRow);
      return named(file, cells, 1);
    }
    requireCount(file, cells.size(), firstRow);
    if (isHeader(cells)) {
      return named(file, cells, 0);
    }
    if (countsUp(cells)) {
      throw new SourceException(
          "%s counts from %s to %s in line 1, which looks like a header; delete the line, or write 'label' above the labels."
              .formatted(file, cells.get(0), cells.get(last)));
    }
    int label = cells.size() == LABELLED ? 0 : NONE;
    return new CsvColumns(
        cells.size(), label, allBut(label, cells.size()), false, false, List.of());
  }

  private static boolean isHeader(List<String> cells) {
    int last = cells.size() - 1;
    // a fault in a row affects one column only
    return (isName(cells.get(0)) && isName(cells.get(last)))
        || (isLabel(cells.get(0)) && countsUp(cells.subList(1, last + 1)))
        || (isLabel(cells.get(last)) && countsUp(cells.subList(0, last)));
  }

  private static void requireCount(Path file, int count, List<String> firstRow) {
    if (count == 1 && firstRow.get(0).split(" ", -1).length >= Digit.PIXELS) {
      throw new SourceException(
          "%s separates its columns by blanks; expected commas, semicolons, tabs or bars."
              .formatted(file));
    }
    if (count != LABELLED && count != Digit.PIXELS) {
      throw new SourceException(
          "%s has %d columns in line 1; expected %d (label and pixels) or %d (pixels only)."
              .formatted(file, count, LABELLED, Digit.PIXELS));
    }
  }

  /**
   * @param index number of columns at the start that hold neither labels nor pixels
   */
  private static CsvColumns named(Path file, List<String> names, int index) {
    int count = names.size() - index;
    List<String> notes = new ArrayList<>();
    if (index > 0) {
      notes.add(
          "The first column of %s, '%s', was left out: it numbers the rows."
              .formatted(file, names.get(0)));
    }
    int[] labels = columns(names, CsvColumns::isLabel);
    if (labels.length > count - Digit.PIXELS) {
      throw new SourceException(
          "%s has %d columns, and its header calls %d of them a label, the last in column %d; expected %d pixels besides."
              .formatted(
                  file, names.size(), labels.length, labels[labels.length - 1] + 1, Digit.PIXELS));
    }
    boolean called = labels.length == 1;
    if (!called && count == LABELLED) {
      labels = columns(names, name -> !FIGURES.matcher(name).find());
      labels = IntStream.of(labels).filter(i -> i >= index).toArray();
    }
    boolean named = labels.length == 1;
    int label = count == Digit.PIXELS ? NONE : named ? labels[0] : index;
    if (label != NONE && !called) {
      notes.add(
          "The header of %s calls no column 'label'; column %d, '%s', was taken for the labels. If it holds others, delete it."
              .formatted(file, label + 1, names.get(label)));
    }
    List<Integer> columns = allBut(label, names.size());
    List<Integer> pixels = sorted(columns.subList(index, columns.size()), names, notes);
    return new CsvColumns(names.size(), label, pixels, true, named, notes);
  }

  private static int[] columns(List<String> names, Predicate<String> which) {
    return IntStream.range(0, names.size()).filter(i -> which.test(names.get(i))).toArray();
  }

  private static List<Integer> allBut(int label, int count) {
    return IntStream.range(0, count).filter(i -> i != label).boxed().toList();
  }

  /**
   * Sorts the columns by the numbers in their names, such as pixel12 or r3c7, if all differ: tools
   * write them in the order of the alphabet, or column by column, too. If the names leave open
   * which number is the row, and the first one runs fastest, it is taken for the column.
   */
  private static List<Integer> sorted(
      List<Integer> columns, List<String> names, List<String> notes) {
    List<int[]> keys = names.stream().map(CsvColumns::figures).toList();
    List<int[]> mirrored = keys.stream().map(CsvColumns::mirrored).toList();
    List<Integer> sorted =
        columns.stream().sorted((a, b) -> Arrays.compare(keys.get(a), keys.get(b))).toList();
    if (sorted.equals(columns) || !ascend(sorted, keys)) {
      return columns;
    }
    String first = names.get(columns.get(0));
    if (isRowNamed(first) || !ascend(columns, mirrored)) {
      return sorted;
    }
    notes.add(
        "The names '%s', '%s', … leave open which number is the row; the second was taken for it. If the first is, use transposed:SPEC."
            .formatted(first, names.get(columns.get(1))));
    return columns;
  }

  private static boolean ascend(List<Integer> columns, List<int[]> keys) {
    return IntStream.range(1, columns.size())
        .allMatch(i -> Arrays.compare(keys.get(columns.get(i - 1)), keys.get(columns.get(i))) < 0);
  }

  /** Returns the numbers in a name, that of the row before that of the column. */
  private static int[] figures(String name) {
    int[] figures =
        FIGURES.matcher(name).results().mapToInt(f -> Integer.parseInt(f.group())).toArray();
    return COLUMN_AND_ROW.matcher(name).matches() ? mirrored(figures) : figures;
  }

  private static boolean isRowNamed(String name) {
    return COLUMN_AND_ROW.matcher(name).matches() || ROW_AND_COLUMN.matcher(name).matches();
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
