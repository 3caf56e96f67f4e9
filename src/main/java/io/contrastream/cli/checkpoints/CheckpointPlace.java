package io.contrastream.cli.checkpoints;

import io.contrastream.cli.frame.CommandContext;
import io.contrastream.cli.frame.JsonOption;

/** Which checkpoint was written where. */
record CheckpointPlace(String id, String file) {

  void print(CommandContext context, JsonOption json) {
    json.print(context, this, () -> context.out().printf("%s  %s%n", id, file));
  }
}
