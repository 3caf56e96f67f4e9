package io.contrastream.cli.monitor;

import io.contrastream.cli.frame.CommandContext;
import io.contrastream.cli.output.Json;
import io.contrastream.monitor.Snapshot;
import java.time.Duration;

/** Prints each update as a line on standard output: text or a JSON object. */
record MonitorLines(CommandContext context, boolean json, MonitorText text) implements MonitorView {

  /** What {@code --json} prints if there is no update. */
  private record Fault(long atMs, String fault) {}

  @Override
  public Duration interval() {
    return Duration.ofSeconds(json ? 1 : 5);
  }

  @Override
  public void show(Snapshot look) {
    context.out().println(json ? Json.line(look) : text.line(look));
  }

  @Override
  public void showError(String message) {
    if (json) {
      context.out().println(Json.line(new Fault(System.currentTimeMillis(), message)));
    } else {
      context.print("%s  %s", text.now(), message);
    }
  }

  /** Returns whether the reader has closed the pipe. */
  @Override
  public boolean isClosed() {
    return context.out().checkError();
  }
}
