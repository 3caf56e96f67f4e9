package io.contrastream.cli.output;

import io.contrastream.cli.frame.CommandContext;
import java.util.List;
import picocli.CommandLine.Option;

/** Whether a command prints for people or for programs; taken as a {@code @Mixin}. */
public final class JsonOption {

  @Option(names = "--json", description = "Prints JSON instead, an object a line.")
  private boolean wanted;

  public boolean wanted() {
    return wanted;
  }

  /**
   * Prints on standard output.
   *
   * @param object for programs
   * @param people prints the same for people
   */
  public void print(CommandContext context, Object object, Runnable people) {
    if (wanted) {
      context.out().println(Json.line(object));
    } else {
      people.run();
    }
  }

  /** The same for a list, of which each object has a line. */
  public void printAll(CommandContext context, List<?> objects, Runnable people) {
    if (wanted) {
      objects.forEach(object -> context.out().println(Json.line(object)));
    } else {
      people.run();
    }
  }
}
