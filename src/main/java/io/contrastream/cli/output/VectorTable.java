package io.contrastream.cli.output;

import io.contrastream.source.SourceException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * The vectors of a file that {@code embed} wrote, with what is known about each row.
 *
 * @param names file of each row; empty if unknown
 * @param labels of the rows; null if unknown
 */
public record VectorTable(float[][] vectors, List<String> names, List<Integer> labels) {
  /** The column of the first number, after those of file and label. */
  private static final int FIRST_NUMBER = 2;

  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180
          .builder()
          .setHeader()
          .setSkipHeaderRecord(true)
          .setAllowMissingColumnNames(true)
          .get();

  /**
   * Reads {@code FILE.npy}, with {@code FILE.rows.csv} if that is beside it, or {@code FILE.csv}.
   *
   * @throws SourceException if the content is not what {@code embed} writes
   */
  public static VectorTable read(Path file) throws IOException {
    if (file.toString().endsWith(".npy")) {
      return ofNpy(file);
    }
    if (file.toString().endsWith(".csv")) {
      return ofCsv(file);
    }
    throw new SourceException("%s is neither .npy nor .csv.".formatted(file));
  }

  public int size() {
    return vectors.length;
  }

  private static VectorTable ofNpy(Path file) throws IOException {
    float[][] vectors = NpyVectors.read(file);
    Path names = RowFile.of(file);
    if (!Files.exists(names)) {
      return new VectorTable(
          vectors,
          Collections.nCopies(vectors.length, ""),
          Collections.nCopies(vectors.length, null));
    }
    List<CSVRecord> rows = rows(names);
    if (rows.size() != vectors.length) {
      throw new SourceException(
          "%s has %d rows, but %s has %d vectors: embed them again."
              .formatted(names, rows.size(), file, vectors.length));
    }
    return new VectorTable(vectors, names(rows, names), labels(rows, names));
  }

  private static VectorTable ofCsv(Path file) throws IOException {
    List<CSVRecord> rows = rows(file);
    int dimension = rows.isEmpty() ? 0 : rows.get(0).size() - FIRST_NUMBER;
    if (dimension < 1) {
      throw new SourceException(
          "%s has no vectors; expected the columns file, label, v0, v1, ….".formatted(file));
    }
    float[][] vectors =
        rows.stream().map(row -> vector(row, dimension, file)).toArray(float[][]::new);
    return new VectorTable(vectors, names(rows, file), labels(rows, file));
  }

  private static List<CSVRecord> rows(Path file) throws IOException {
    try (BufferedReader in = Files.newBufferedReader(file);
        CSVParser parser = FORMAT.parse(in)) {
      return parser.getRecords();
    } catch (CharacterCodingException | UncheckedIOException | IllegalArgumentException e) {
      throw new SourceException(
          "%s is not a CSV file that embed wrote: %s.".formatted(file, e.getMessage()), e);
    }
  }

  private static List<String> names(List<CSVRecord> rows, Path file) {
    return rows.stream().map(row -> cell(row, "file", file)).toList();
  }

  /** Unknown ones are null, which other lists don't hold. */
  private static List<Integer> labels(List<CSVRecord> rows, Path file) {
    List<Integer> labels = new ArrayList<>();
    rows.forEach(row -> labels.add(label(row, file)));
    return labels;
  }

  private static float[] vector(CSVRecord row, int dimension, Path file) {
    if (row.size() != dimension + FIRST_NUMBER) {
      throw new SourceException(
          "%s has %d cells in row %d, unlike the %d of the first."
              .formatted(file, row.size(), row.getRecordNumber(), dimension + FIRST_NUMBER));
    }
    float[] vector = new float[dimension];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = number(row, "v" + i, file);
    }
    return vector;
  }

  private static String cell(CSVRecord row, String column, Path file) {
    if (!row.isSet(column)) {
      throw new SourceException(
          "%s has no %s in row %d; expected a file that embed wrote."
              .formatted(file, column, row.getRecordNumber()));
    }
    return row.get(column);
  }

  private static Integer label(CSVRecord row, Path file) {
    String label = cell(row, "label", file);
    return label.isEmpty() ? null : (Integer) (int) number(row, "label", file);
  }

  private static float number(CSVRecord row, String column, Path file) {
    String text = cell(row, column, file);
    try {
      return Float.parseFloat(text);
    } catch (NumberFormatException e) {
      throw new SourceException(
          "%s has '%s' for %s in row %d; expected a number."
              .formatted(file, text, column, row.getRecordNumber()),
          e);
    }
  }
}
