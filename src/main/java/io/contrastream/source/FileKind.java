package io.contrastream.source;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * The files of a folder that are read.
 *
 * @param inputs what they hold, in the plural
 * @param files what they are, in the plural
 * @param suffixes of their names, in lower case
 */
public record FileKind(String inputs, String files, List<String> suffixes) {

  boolean includes(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return suffixes.stream().anyMatch(name::endsWith) && Files.isRegularFile(file);
  }

  String listed() {
    int last = suffixes.size() - 1;
    return last == 0
        ? suffixes.get(0)
        : String.join(", ", suffixes.subList(0, last)) + " and " + suffixes.get(last);
  }
}
