package io.contrastream.cli;

import java.util.List;
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

  /** The same for a list, of which each object has a line. */
  void printAll(CommandContext context, List<?> objects, Runnable people) {
    if (wanted) {
      objects.forEach(object -> context.out().println(Json.line(object)));
    } else {
      people.run();
    }
  }
}
