package io.contrastream.cli.output;

import io.contrastream.image.DigitSource;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** Names the rows of a file that has room for numbers only: a CSV file {@code row,file,label}. */
public final class RowFile {
  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180.builder().setHeader("row", "file", "label").setRecordSeparator('\n').get();

  private RowFile() {}

  /** Returns the path of {@code vectors.rows.csv} for {@code vectors.npy}. */
  public static Path of(Path vectors) {
    String name = vectors.getFileName().toString();
    return vectors.resolveSibling(name.substring(0, name.lastIndexOf('.')) + ".rows.csv");
  }

  /** Writes a row for each digit, in their order. */
  public static void write(Path path, DigitSource digits) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(path);
        CSVPrinter rows = new CSVPrinter(out, FORMAT)) {
      for (int i = 0; i < digits.size(); i++) {
        rows.printRecord(i, digits.name(i), digits.get(i).label());
      }
    }
  }
}
