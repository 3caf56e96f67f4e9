package io.contrastream.cli.output;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A CSV file with a row per vector: {@code label,v0,v1,…}; an unknown label is empty. */
final class CsvVectorFile implements VectorFile {
  private final BufferedWriter out;

  CsvVectorFile(Path path, int dimension) throws IOException {
    out = Files.newBufferedWriter(path);
    out.write(
        IntStream.range(0, dimension)
            .mapToObj(i -> "v" + i)
            .collect(Collectors.joining(",", "label,", "\n")));
  }

  @Override
  public void write(Integer label, float[] vector) throws IOException {
    out.write(label == null ? "" : label.toString());
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
