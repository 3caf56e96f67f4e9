package io.contrastream.image.file;

import io.contrastream.config.ForeignFormat;
import io.contrastream.source.SourceException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Refuses the formats that users mistake for idx or CSV. */
final class ForeignFiles {
  private static final List<ForeignFormat> FORMATS =
      Stream.concat(
              ForeignFormat.COMMON.stream(),
              Stream.of(
                  new ForeignFormat("504b0304", "a zip archive, as .npz and .xlsx are; unpack it"),
                  new ForeignFormat("1f8b", "compressed twice with gzip; unpack it once"),
                  new ForeignFormat(
                      "fffe|feff|([2-7].00){8}|(00[2-7].){8}", "UTF-16 text; save it as UTF-8"),
                  new ForeignFormat("934e554d5059", "an array of NumPy; save it as CSV"),
                  new ForeignFormat("80[0-5]", "a pickle of Python; save its arrays as CSV"),
                  new ForeignFormat("4d41544c4142", "a file of MATLAB; save it as CSV"),
                  new ForeignFormat("d0cf11e0", "a spreadsheet; save it as CSV"),
                  new ForeignFormat("50415231", "a Parquet file; save it as CSV"),
                  new ForeignFormat("(25)+20|40[57]2", "an ARFF file; save it as CSV")))
          .toList();

  private ForeignFiles() {}

  /**
   * @param in left where it is
   * @throws SourceException if the file has one of these formats
   */
  static void refuse(Path file, InputStream in) throws IOException {
    in.mark(ForeignFormat.LENGTH);
    byte[] start = in.readNBytes(ForeignFormat.LENGTH);
    in.reset();
    Optional<String> found = ForeignFormat.describe(FORMATS, start);
    if (found.isPresent()) {
      throw new SourceException("%s is %s.".formatted(file, found.get()));
    }
  }
}
