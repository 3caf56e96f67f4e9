package io.contrastream.cli.output;

import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Selects JSON or text as a command's output; taken as a {@code @Mixin}. */
@Command
public final class JsonOption {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(names = "--json", description = "Print JSON, one object per line.")
  private boolean json;

  public boolean isJson() {
    return json;
  }

  /**
   * @param object printed as JSON
   * @param text prints the same as text
   */
  public void print(Object object, Runnable text) {
    printAll(List.of(object), text);
  }

  /** Like {@link #print}, with each object of the list on a line of its own. */
  public void printAll(List<?> objects, Runnable text) {
    PrintWriter out = command.commandLine().getOut();
    if (json) {
      objects.forEach(object -> out.println(Json.line(object)));
    } else {
      text.run();
    }
  }
}
