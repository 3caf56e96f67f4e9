package io.contrastream.cli.output;

import io.contrastream.cli.frame.CommandContext;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A command that prints its result on standard output, as text or JSON. */
public abstract class JsonCommand implements Callable<Integer> {
  @Mixin protected CommandContext context;

  @Option(names = "--json", description = "Print JSON, one object per line.")
  private boolean json;

  public boolean isJson() {
    return json;
  }

  /**
   * @param object printed as JSON
   * @param text prints the same as text
   */
  public void printResult(Object object, Runnable text) {
    printResults(List.of(object), text);
  }

  /** Like {@link #printResult}, with each object of the list on a line of its own. */
  public void printResults(List<?> objects, Runnable text) {
    if (json) {
      objects.forEach(object -> context.out().println(Json.line(object)));
    } else {
      text.run();
    }
  }
}
