package io.contrastream.cli.output;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/** The terminal that the program runs in. */
public final class SystemTerminal {
  private static final int DEFAULT_WIDTH = 80;

  private SystemTerminal() {}

  /** Opens the terminal, or a "dumb" one if there is none; the caller closes it. */
  public static Terminal open() {
    try {
      return TerminalBuilder.builder().encoding(StandardCharsets.UTF_8).dumb(true).build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the number of columns at this moment. */
  static int width(Terminal terminal) {
    return terminal.getWidth() > 0 ? terminal.getWidth() : DEFAULT_WIDTH;
  }
}
