package io.contrastream.cli;

import picocli.CommandLine.Option;

/** Whether a command prints for people or for programs; taken as a {@code @Mixin}. */
final class JsonOption {

  @Option(names = "--json", description = "Prints JSON instead, an object a line.")
  private boolean wanted;

  boolean wanted() {
    return wanted;
  }

  /**
   * Prints on standard output.
   *
   * @param object for programs
   * @param people prints the same for people
   */
  void print(CommandContext context, Object object, Runnable people) {
    if (wanted) {
      context.out().println(Json.line(object));
    } else {
      people.run();
    }
  }
}
