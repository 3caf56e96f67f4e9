package io.contrastream.cli.output;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.commons.csv.CSVFormat;

/**
 * A CSV file with a row per vector: {@code file,label,v0,v1,…}; an unknown file or label is empty.
 */
final class CsvVectorFile implements VectorFile {
  private final BufferedWriter out;

  CsvVectorFile(Path path, int dimension) throws IOException {
    out = Files.newBufferedWriter(path);
    out.write(
        IntStream.range(0, dimension)
            .mapToObj(i -> "v" + i)
            .collect(Collectors.joining(",", "file,label,", "\n")));
  }

  @Override
  public void write(String name, Integer label, float[] vector) throws IOException {
    out.write(name.isEmpty() ? "" : CSVFormat.RFC4180.format(name));
    out.write(label == null ? "," : "," + label);
    for (float number : vector) {
      out.write(',');
      out.write(Float.toString(number));
    }
    out.write('\n');
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
