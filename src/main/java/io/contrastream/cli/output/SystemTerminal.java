package io.contrastream.cli.output;

import java.io.IOError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/** The terminal that the program runs in. */
public final class SystemTerminal {
  private static final Size DEFAULT_SIZE = new Size(80, 24);

  private SystemTerminal() {}

  /** Opens the terminal, or a "dumb" one if there is none; the caller closes it. */
  public static Terminal open() {
    try {
      return TerminalBuilder.builder().encoding(StandardCharsets.UTF_8).dumb(true).build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns the size at this moment; empty if it cannot be read, as after Ctrl-C, which also ends
   * the program that is asked for it.
   */
  public static Optional<Size> size(Terminal terminal) {
    try {
      Size size = terminal.getSize();
      return Optional.of(size.getColumns() > 0 && size.getRows() > 0 ? size : DEFAULT_SIZE);
    } catch (IOError e) {
      return Optional.empty();
    }
  }
}
