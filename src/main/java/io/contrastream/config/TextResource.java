package io.contrastream.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Reads tables that are packaged with the program. */
public final class TextResource {
  private TextResource() {}

  /**
   * Returns the lines of a UTF-8 file beside a class, except comments: the leading lines that begin
   * with {@code #} and a space.
   */
  public static List<String> lines(Class<?> owner, String name) {
    try (InputStream in = owner.getResourceAsStream(name)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return text.lines().dropWhile(line -> line.startsWith("# ")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
