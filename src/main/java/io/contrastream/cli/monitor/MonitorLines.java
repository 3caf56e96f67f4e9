package io.contrastream.cli.monitor;

import io.contrastream.cli.frame.CommandContext;
import io.contrastream.cli.frame.PlainText;
import io.contrastream.cli.output.Json;
import io.contrastream.monitor.Snapshot;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Prints each update as a line on standard output: text or a JSON object. */
record MonitorLines(CommandContext context, boolean json, MonitorText text) implements MonitorView {

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
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("atMs", System.currentTimeMillis());
      object.put("fault", message);
      context.out().println(Json.line(object));
    } else {
      context.out().printf("%s  %s%n", text.now(), PlainText.line(message));
    }
  }

  /** Returns whether the reader has closed the pipe. */
  @Override
  public boolean isClosed() {
    return context.out().checkError();
  }

  @Override
  public void close() {
    // standard output stays open
  }
}
