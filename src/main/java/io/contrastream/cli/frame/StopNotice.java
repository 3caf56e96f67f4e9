package io.contrastream.cli.frame;

import java.io.PrintWriter;
import java.util.function.Supplier;

/** Answers Ctrl-C and SIGTERM at once, as some commands take seconds to stop. */
public final class StopNotice {
  private final PrintWriter err;
  private final boolean onTerminal;

  /**
   * @param onTerminal whether the user sees {@code ^C} behind what the command has printed
   */
  StopNotice(PrintWriter err, boolean onTerminal) {
    this.err = err;
    this.onTerminal = onTerminal;
  }

  /** Does the work of a command, and prints the notice if the JVM is told to stop meanwhile. */
  public static <T> T during(PrintWriter err, Supplier<T> work) {
    StopNotice notice = new StopNotice(err, System.console() != null);
    ShutdownHook hook = new ShutdownHook("stop-notice", notice::print);
    try {
      return work.get();
    } finally {
      hook.close();
    }
  }

  void print() {
    if (onTerminal) {
      err.println(); // ends the line that was interrupted
    }
    err.println("Stopping…");
  }
}
