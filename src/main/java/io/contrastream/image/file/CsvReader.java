package io.contrastream.image.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.contrastream.image.Digit;
import io.contrastream.image.DigitSet;
import io.contrastream.image.SourceException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Reads CSV files with a label and the pixels in each row, or the pixels only, as in Kaggle's
 * digit-recognizer. The header is optional. Plain or gzipped.
 */
public final class CsvReader {

  private static final int LABELLED_COLUMNS = 1 + Digit.PIXELS;
  private static final int MAX_PIXEL = 255;
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final Path file;
  private final List<Digit> digits = new ArrayList<>();
  private int columns;

  private CsvReader(Path file) {
    this.file = file;
  }

  /**
   * @throws SourceException if the file is missing or a row is not a digit; names the line
   */
  public static DigitSet read(Path file) {
    return new CsvReader(file).read();
  }

  private DigitSet read() {
    try (Reader in = new BufferedReader(new InputStreamReader(SourceFile.open(file), UTF_8));
        CSVParser rows = CSVParser.parse(withoutMark(in), CSVFormat.DEFAULT)) {
      for (CSVRecord row : rows) {
        readRow(row, rows.getCurrentLineNumber());
      }
    } catch (IOException e) {
      throw SourceFile.unreadable(file, e);
    } catch (UncheckedIOException | IllegalStateException e) {
      throw SourceFile.unreadable(file, new IOException(e.getMessage(), e));
    }
    if (digits.isEmpty()) {
      throw new SourceException("%s contains no digits.".formatted(file));
    }
    return new DigitSet(digits);
  }

  /** Skips the byte order mark that spreadsheets write. */
  private static Reader withoutMark(Reader in) throws IOException {
    in.mark(1);
    if (in.read() != BYTE_ORDER_MARK) {
      in.reset();
    }
    return in;
  }

  private void readRow(CSVRecord row, long line) {
    if (columns == 0) {
      columns = row.size();
      requireColumns(line);
      if (isHeader(row)) {
        return;
      }
    }
    if (row.size() != columns) {
      throw new SourceException(
          "%s has %d columns in line %d, but %d in the lines before."
              .formatted(file, row.size(), line, columns));
    }
    int labels = columns - Digit.PIXELS;
    Integer label = labels == 0 ? null : number(row, 0, line, Digit.CLASSES - 1, "label");
    byte[] pixels = new byte[Digit.PIXELS];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) number(row, labels + i, line, MAX_PIXEL, "pixel");
    }
    digits.add(new Digit(pixels, label));
  }

  private void requireColumns(long line) {
    if (columns != LABELLED_COLUMNS && columns != Digit.PIXELS) {
      throw new SourceException(
          "%s has %d columns in line %d; expected %d (label and pixels) or %d (pixels only)."
              .formatted(file, columns, line, LABELLED_COLUMNS, Digit.PIXELS));
    }
  }

  /** Whether both the first and the last column are names: a fault in a row affects one only. */
  private static boolean isHeader(CSVRecord row) {
    return isName(row.get(0)) && isName(row.get(row.size() - 1));
  }

  private static boolean isName(String text) {
    return !text.isBlank() && !Character.isDigit(text.strip().charAt(0));
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
