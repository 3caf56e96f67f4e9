package io.contrastream.cli.checkpoints;

import io.contrastream.cli.frame.CommandContext;
import io.contrastream.cli.output.JsonOption;

/** Which checkpoint was written where. */
record SavedCheckpoint(String id, String file) {

  void print(CommandContext context, JsonOption json) {
    json.print(context, this, () -> context.out().printf("%s  %s%n", id, file));
  }
}
