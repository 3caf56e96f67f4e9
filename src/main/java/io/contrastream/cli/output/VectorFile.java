package io.contrastream.cli.output;

import java.io.IOException;
import java.nio.file.Path;

/** A file that vectors are appended to, in the format that its name ends in. */
public interface VectorFile extends AutoCloseable {

  /**
   * @param name file that was embedded; empty if there is none
   * @param label null if unknown
   * @param vector of the file's dimension
   */
  void write(String name, Integer label, float[] vector) throws IOException;

  @Override
  void close() throws IOException;

  static boolean supports(Path path) {
    return isCsv(path) || isNpy(path) || isParquet(path);
  }

  /**
   * @param path ends in {@code .csv}, {@code .npy} or {@code .parquet}
   * @param rows number of vectors that will be written
   * @param dimension length of each vector
   */
  static VectorFile create(Path path, int rows, int dimension) throws IOException {
    if (isNpy(path)) {
      return new NpyVectorFile(path, rows, dimension);
    }
    return isCsv(path) ? new CsvVectorFile(path, dimension) : new ParquetVectorFile(path);
  }

  /** Whether the format has no place for the names and labels of its rows. */
  static boolean namesNoRows(Path path) {
    return isNpy(path);
  }

  private static boolean isCsv(Path path) {
    return path.toString().endsWith(".csv");
  }

  private static boolean isNpy(Path path) {
    return path.toString().endsWith(".npy");
  }

  private static boolean isParquet(Path path) {
    return path.toString().endsWith(".parquet");
  }
}
