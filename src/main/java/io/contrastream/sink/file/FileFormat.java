package io.contrastream.sink.file;

import java.io.IOException;
import java.nio.file.Path;

/** The formats of files. Both have the fields of the topic's records. */
public enum FileFormat {
  JSONL(".jsonl", JsonLines::new),
  PARQUET(".parquet", ParquetRows::new);

  private final String suffix;
  private final Opener opener;

  private interface Opener {
    RowWriter open(Path path) throws IOException;
  }

  FileFormat(String suffix, Opener opener) {
    this.suffix = suffix;
    this.opener = opener;
  }

  String suffix() {
    return suffix;
  }

  /** Creates a file. */
  RowWriter create(Path path) throws IOException {
    return opener.open(path);
  }
}
