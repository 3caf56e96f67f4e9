package io.contrastream.config;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** A file format that users mistake for the expected one, recognised by its first bytes. */
public final class ForeignFormat {

  /** How many of the first bytes are needed: up to the name of the format in a tar archive. */
  public static final int LENGTH = 262;

  /** Formats that anything can be packed in, or that come instead of the file. */
  public static final List<ForeignFormat> COMMON =
      List.of(
          new ForeignFormat("(..){257}7573746172", "a tar archive; unpack it"),
          new ForeignFormat("425a68", "compressed with bzip2; unpack it"),
          new ForeignFormat("fd377a585a", "compressed with xz; unpack it"),
          new ForeignFormat("28b52ffd", "compressed with zstd; unpack it"),
          new ForeignFormat("377abcaf", "a 7z archive; unpack it"),
          new ForeignFormat("3c(21|68|48)", "a web page; download the file itself"),
          new ForeignFormat(
              "76657273696f6e2068747470733a2f2f6769742d6c6673", "a pointer of Git LFS; pull it"));

  private final Pattern firstBytes;
  private final String description;

  /**
   * @param firstBytes a regular expression for them in hexadecimal
   * @param description what the file is, and what to do
   */
  public ForeignFormat(String firstBytes, String description) {
    this.firstBytes = Pattern.compile(firstBytes);
    this.description = description;
  }

  /**
   * Returns what the file is, and what to do; empty if it has none of the formats.
   *
   * @param start its first bytes, {@link #LENGTH} if it has so many
   */
  public static Optional<String> describe(List<ForeignFormat> formats, byte[] start) {
    String digits = HexFormat.of().formatHex(start);
    return formats.stream()
        .filter(format -> format.firstBytes.matcher(digits).lookingAt())
        .map(format -> format.description)
        .findFirst();
  }
}
