package io.contrastream.documentation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A page of the documentation, in Markdown. */
record Page(Path file, String text) {
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w*)\\n(.*?)^```$");
  private static final Pattern SPAN = Pattern.compile("`([^`\\n]+)`");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");
  private static final Pattern LINK =
      Pattern.compile("\\]\\(([^)\\s]+)\\)|(?:src|srcset)=\"([^\"]+)\"");

  static Page read(Path file) throws IOException {
    return new Page(file, Files.readString(file));
  }

  /** Returns the pages that describe the present; the changelog describes the past, too. */
  static List<Page> all() throws IOException {
    try (Stream<Path> docs = Files.list(Path.of("docs"))) {
      List<Path> files =
          Stream.concat(
                  Stream.of(Path.of("README.md"), Path.of("CONTRIBUTING.md")),
                  docs.filter(file -> file.toString().endsWith(".md")).sorted())
              .toList();
      return files.stream().map(Page::readUnchecked).toList();
    }
  }

  private static Page readUnchecked(Path file) {
    try {
      return read(file);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns the blocks of code in a language; without one, the language is empty. */
  Stream<String> blocks(String language) {
    return BLOCK
        .matcher(text)
        .results()
        .filter(block -> block.group(1).equals(language))
        .map(block -> block.group(2));
  }

  /** Returns the pieces of code within sentences. */
  Stream<String> spans() {
    return SPAN.matcher(prose()).results().map(span -> span.group(1));
  }

  Stream<String> links() {
    return LINK.matcher(prose())
        .results()
        .map(link -> link.group(1) != null ? link.group(1) : link.group(2));
  }

  /** Returns the anchors of the headings, as GitHub forms them. */
  List<String> anchors() {
    return HEADING
        .matcher(prose())
        .results()
        .map(heading -> heading.group(1).toLowerCase(Locale.ROOT))
        .map(heading -> heading.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
        .toList();
  }

  private String prose() {
    return BLOCK.matcher(text).replaceAll("");
  }
}
