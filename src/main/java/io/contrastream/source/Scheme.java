package io.contrastream.source;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * A spec without its slice, {@code NAME[:REST]}.
 *
 * @param rest what follows the colon; empty if there is none
 */
public record Scheme(String name, String rest) {

  public static Scheme parse(String source) {
    int colon = source.indexOf(':');
    return colon < 0
        ? new Scheme(source, "")
        : new Scheme(source.substring(0, colon), source.substring(colon + 1));
  }

  /**
   * Returns the rest as a number of generated inputs; if it is empty, {@link Integer#MAX_VALUE} for
   * an endless source.
   *
   * @throws SourceException if it is not a number
   */
  public int count() {
    try {
      return rest.isEmpty() ? Integer.MAX_VALUE : Integer.parseInt(rest);
    } catch (NumberFormatException e) {
      throw new SourceException(
          "The count in '%s:%s' is not a whole number; write, for example, %s:10000."
              .formatted(name, rest, name),
          e);
    }
  }

  /**
   * Returns the rest as a path.
   *
   * @throws SourceException if it is none
   */
  public Path path() {
    if (rest.isBlank()) {
      throw new SourceException("'%s:' needs a path, as in %s:PATH.".formatted(name, name));
    }
    try {
      return Path.of(rest);
    } catch (InvalidPathException e) {
      throw new SourceException("'%s' is not a valid path: %s.".formatted(rest, e.getReason()), e);
    }
  }
}
