package io.contrastream.cli.output;

import io.contrastream.cli.frame.CommandContext;
import java.util.List;
import picocli.CommandLine.Option;

/** Selects JSON or text as a command's output; taken as a {@code @Mixin}. */
public final class JsonOption {

  @Option(names = "--json", description = "Print JSON, one object per line.")
  private boolean json;

  public boolean isJson() {
    return json;
  }

  /**
   * Prints on standard output.
   *
   * @param object printed as JSON
   * @param text prints the same as text
   */
  public void print(CommandContext context, Object object, Runnable text) {
    if (json) {
      context.out().println(Json.line(object));
    } else {
      text.run();
    }
  }

  /** Like {@link #print}, with each object of the list on a line of its own. */
  public void printAll(CommandContext context, List<?> objects, Runnable text) {
    if (json) {
      objects.forEach(object -> context.out().println(Json.line(object)));
    } else {
      text.run();
    }
  }
}
