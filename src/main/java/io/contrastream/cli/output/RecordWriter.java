package io.contrastream.cli.output;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * Writes records, one per line. CSV has the first record's names as its header, and flattens nested
 * values: {@code anchor.label}, {@code vector.0}.
 */
public final class RecordWriter implements AutoCloseable {

  public enum Format {
    JSON,
    CSV
  }

  private final Format format;
  private final PrintWriter out;
  private CSVPrinter csv;
  private long written;

  public RecordWriter(Format format, PrintWriter out) {
    this.format = format;
    this.out = out;
  }

  public long written() {
    return written;
  }

  public void write(Map<String, Object> record) {
    if (format == Format.JSON) {
      out.println(Json.line(record));
    } else {
      writeRow(flat(record));
    }
    written++;
  }

  private void writeRow(Map<String, Object> row) {
    try {
      if (csv == null) {
        csv = new CSVPrinter(out, CSVFormat.RFC4180);
        csv.printRecord(row.keySet());
      }
      csv.printRecord(row.values());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, Object> flat(Map<?, ?> record) {
    Map<String, Object> row = new LinkedHashMap<>();
    record.forEach((name, value) -> flatten(String.valueOf(name), value, row));
    return row;
  }

  private static void flatten(String name, Object value, Map<String, Object> row) {
    if (value instanceof Map<?, ?> nested) {
      nested.forEach((inner, part) -> flatten(name + "." + inner, part, row));
    } else if (value instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        row.put(name + "." + i, list.get(i));
      }
    } else {
      row.put(name, value);
    }
  }

  /** Flushes, and returns whether the reader has not closed the pipe. */
  public boolean flush() {
    return !out.checkError();
  }

  @Override
  public void close() {
    out.close();
  }
}
