package io.contrastream.image.file;

import io.contrastream.image.SourceException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/** A file format that users mistake for idx or CSV, recognised by its first bytes. */
final class ForeignFormat {

  /** Up to the name of the format in a tar archive. */
  private static final int LENGTH = 262;

  private static final List<ForeignFormat> ALL =
      List.of(
          new ForeignFormat("504b0304", "a zip archive, as .npz and .xlsx are; unpack it"),
          new ForeignFormat("(..){257}7573746172", "a tar archive; unpack it"),
          new ForeignFormat("1f8b", "compressed twice with gzip; unpack it once"),
          new ForeignFormat("425a68", "compressed with bzip2; unpack it or use gzip"),
          new ForeignFormat("fd377a585a", "compressed with xz; unpack it or use gzip"),
          new ForeignFormat("28b52ffd", "compressed with zstd; unpack it or use gzip"),
          new ForeignFormat("377abcaf", "a 7z archive; unpack it"),
          new ForeignFormat(
              "fffe|feff|([2-7].00){8}|(00[2-7].){8}", "UTF-16 text; save it as UTF-8"),
          new ForeignFormat("3c(21|68|48)", "a web page; download the file itself"),
          new ForeignFormat(
              "76657273696f6e2068747470733a2f2f6769742d6c6673", "a pointer of Git LFS; pull it"),
          new ForeignFormat("934e554d5059", "an array of NumPy; save it as CSV"),
          new ForeignFormat("80[0-5]", "a pickle of Python; save its arrays as CSV"),
          new ForeignFormat("4d41544c4142", "a file of MATLAB; save it as CSV"),
          new ForeignFormat("d0cf11e0", "a spreadsheet; save it as CSV"),
          new ForeignFormat("50415231", "a Parquet file; save it as CSV"),
          new ForeignFormat("(25)+20|40[57]2", "an ARFF file; save it as CSV"));

  private final Pattern firstBytes;
  private final String description;

  /**
   * @param firstBytes a regular expression for them in hexadecimal
   * @param description what the file is, and what to do
   */
  private ForeignFormat(String firstBytes, String description) {
    this.firstBytes = Pattern.compile(firstBytes);
    this.description = description;
  }

  /**
   * @param in left where it is
   * @throws SourceException if the file has one of these formats
   */
  static void refuse(Path file, InputStream in) throws IOException {
    in.mark(LENGTH);
    String start = HexFormat.of().formatHex(in.readNBytes(LENGTH));
    in.reset();
    for (ForeignFormat each : ALL) {
      if (each.firstBytes.matcher(start).lookingAt()) {
        throw new SourceException("%s is %s.".formatted(file, each.description));
      }
    }
  }
}
