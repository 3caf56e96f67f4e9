package io.contrastream.sink.file;

import io.contrastream.sink.Row;
import java.io.IOException;

/** Writes rows to a new file. */
interface RowWriter extends AutoCloseable {

  void write(Row row) throws IOException;

  /** Returns about how long the file would be if it ended here. */
  long bytes() throws IOException;

  /** Completes the file. */
  @Override
  void close() throws IOException;
}
