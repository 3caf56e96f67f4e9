package io.contrastream.image.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.contrastream.image.Digit;
import io.contrastream.image.DigitSource;
import io.contrastream.source.Labelled;
import io.contrastream.source.SourceException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Reads CSV files with a label and the pixels in each row, or the pixels only, as in Kaggle's
 * digit-recognizer, separated by commas, semicolons, tabs or bars. The header is optional; if there
 * is one, its names say where the label is. Plain or gzipped.
 */
public final class CsvReader {

  private static final int MAX_PIXEL = 255;
  private static final char BYTE_ORDER_MARK = '\uFEFF';
  private static final String SEPARATORS = ",;\t|";

  /** In characters; enough for several columns of the first line. */
  private static final int LOOKED_AT = 1 << 12;

  private final Path file;
  private final CsvColumns columns;

  private CsvReader(Path file, CsvColumns columns) {
    this.file = file;
    this.columns = columns;
  }

  /**
   * @throws SourceException if the file is missing or a row is not a digit; names the line
   */
  public static DigitSource read(Path file) {
    try (Reader in = new BufferedReader(new InputStreamReader(SourceFile.open(file), UTF_8));
        CSVParser rows = CSVParser.parse(withoutMark(in), format(in))) {
      Iterator<CSVRecord> all = rows.iterator();
      if (!all.hasNext()) {
        throw empty(file);
      }
      CSVRecord first = all.next();
      return new CsvReader(file, CsvColumns.of(file, first.toList())).read(first, all, rows);
    } catch (IOException e) {
      throw SourceFile.unreadable(file, e);
    } catch (UncheckedIOException | IllegalStateException e) {
      throw SourceFile.unreadable(file, new IOException(e.getMessage(), e));
    }
  }

  private DigitSource read(CSVRecord first, Iterator<CSVRecord> others, CSVParser rows) {
    List<Digit> digits = new ArrayList<>();
    if (!columns.header()) {
      digits.add(digit(first, rows.getCurrentLineNumber()));
    }
    while (others.hasNext()) {
      digits.add(digit(others.next(), rows.getCurrentLineNumber()));
    }
    if (digits.isEmpty()) {
      throw empty(file);
    }
    if (columns.label() == 0 && !columns.named()) {
      requireLabelsInFront(digits);
    }
    List<String> notes = new ArrayList<>(columns.notes());
    if (columns.label() == 0 && !columns.header() && seemsLabelled(lastColumn(digits))) {
      notes.add(
          "The first and the last column of %s hold 0 to 9 only, and the first was taken for the labels; if they are last, write 'label' above them, in a header such as p1,p2,…,p%d,label."
              .formatted(file, Digit.PIXELS));
    }
    return FileDigits.of(digits, notes);
  }

  private static SourceException empty(Path file) {
    return new SourceException("%s contains no digits.".formatted(file));
  }

  /** Skips the byte order mark that spreadsheets write. */
  private static Reader withoutMark(Reader in) throws IOException {
    in.mark(1);
    if (in.read() != BYTE_ORDER_MARK) {
      in.reset();
    }
    return in;
  }

  /** Spreadsheets write semicolons or tabs between columns, depending on the language. */
  private static CSVFormat format(Reader in) throws IOException {
    char[] start = new char[LOOKED_AT];
    in.mark(LOOKED_AT);
    int length = Math.max(0, in.read(start));
    in.reset();
    String line =
        new String(start, 0, length).lines().filter(it -> !it.isBlank()).findFirst().orElse("");
    char separator =
        SEPARATORS
            .chars()
            .mapToObj(c -> (char) c)
            .max(Comparator.comparingLong(c -> line.chars().filter(it -> it == c).count()))
            .orElseThrow();
    return line.indexOf(separator) < 0
        ? CSVFormat.DEFAULT
        : CSVFormat.DEFAULT.builder().setDelimiter(separator).get();
  }

  private Digit digit(CSVRecord row, long line) {
    if (row.size() != columns.count()) {
      throw new SourceException(
          "%s has %d columns in line %d, but %d in the lines before."
              .formatted(file, row.size(), line, columns.count()));
    }
    Integer label =
        columns.label() == CsvColumns.NONE
            ? null
            : number(row, columns.label(), line, Digit.CLASSES - 1, "label");
    byte[] pixels = new byte[Digit.PIXELS];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) number(row, columns.pixels().get(i), line, MAX_PIXEL, "pixel");
    }
    return new Digit(pixels, label);
  }

  /** The first pixel, which is a corner, taken for the label makes every label a 0. */
  private void requireLabelsInFront(List<Digit> digits) {
    if (digits.stream().allMatch(digit -> digit.shows(0)) && seemsLabelled(lastColumn(digits))) {
      throw new SourceException(
          "%s has nothing but 0 in the first column and 0 to %d in the last, so the labels seem to be last; write 'label' above them, in a header such as p1,p2,…,p%d,label."
              .formatted(file, Digit.CLASSES - 1, Digit.PIXELS));
    }
  }

  private static int[] lastColumn(List<Digit> digits) {
    return digits.stream().mapToInt(digit -> digit.pixels()[Digit.PIXELS - 1] & 0xff).toArray();
  }

  private static boolean seemsLabelled(int[] figures) {
    return IntStream.of(figures).allMatch(Labelled::isLabel)
        && IntStream.of(figures).anyMatch(figure -> figure > 0);
  }

  private int number(CSVRecord row, int column, long line, int max, String what) {
    String text = row.get(column).strip();
    try {
      int number = Integer.parseInt(text);
      if (number >= 0 && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Reported below, like a number out of range.
    }
    throw new SourceException(
        "%s has the %s '%s' in line %d, column %d; expected a whole number from 0 to %d."
            .formatted(file, what, shortened(text), line, column + 1, max));
  }

  private static String shortened(String text) {
    return text.length() <= 20 ? text : text.substring(0, 20) + "…";
  }
}
