package io.contrastream.cli.checkpoints;

import io.contrastream.cli.frame.CommandContext;
import io.contrastream.cli.output.JsonOption;
import java.nio.file.Path;

/** The result of an import or export. */
record SavedCheckpoint(String id, String file) {

  void print(CommandContext context, JsonOption json) {
    json.print(context, this, () -> context.out().printf("%s  %s%n", id, file));
  }

  /** Returns the file's name without its extension. */
  static String nameOf(Path file) {
    return file.getFileName().toString().replaceFirst("\\.[^.]*$", "");
  }
}
