package io.contrastream.cli.monitor;

import io.contrastream.cli.frame.PlainText;
import io.contrastream.cli.output.SystemTerminal;
import io.contrastream.lifecycle.Closeables;
import io.contrastream.monitor.Snapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;
import org.jline.utils.Display;
import org.jline.utils.InfoCmp.Capability;

/**
 * Draws each update over the last one on the full screen, fitted to the terminal's current size.
 * {@link #close} restores the terminal. Not thread-safe.
 */
final class MonitorScreen implements MonitorView {
  private static final AttributedStyle ERROR =
      AttributedStyle.DEFAULT.foreground(AttributedStyle.RED);

  private final Terminal terminal;
  private final MonitorText text;
  private final String servers;
  private final Display display;
  private final Attributes attributes;
  private List<String> last = List.of();

  /**
   * @param terminal closed by this object
   * @param servers shown in the first line
   */
  MonitorScreen(Terminal terminal, MonitorText text, String servers) {
    this.terminal = terminal;
    this.text = text;
    this.servers = servers;
    this.display = new Display(terminal, true);
    this.attributes = terminal.getAttributes();
    Attributes quiet = new Attributes(attributes);
    quiet.setLocalFlag(Attributes.LocalFlag.ECHO, false); // keeps typed keys off the screen
    terminal.setAttributes(quiet);
    terminal.puts(Capability.enter_ca_mode);
    terminal.puts(Capability.cursor_invisible);
    terminal.flush();
  }

  /** Returns whether the terminal can move its cursor. */
  static boolean isSupported(Terminal terminal) {
    return !terminal.getType().startsWith(Terminal.TYPE_DUMB);
  }

  @Override
  public Duration interval() {
    return Duration.ofSeconds(1);
  }

  @Override
  public void show(Snapshot look) {
    last = text.screen(look);
    draw(
        "%s  Contrastream at %s  (Ctrl-C to stop)".formatted(text.clock(look.atMs()), servers),
        AttributedStyle.BOLD);
  }

  @Override
  public void showError(String message) {
    draw(text.now() + "  " + PlainText.line(message), ERROR);
  }

  /** Cuts off what does not fit; the library sends only what has changed. */
  private void draw(String title, AttributedStyle style) {
    SystemTerminal.size(terminal).ifPresent(size -> draw(title, style, size));
  }

  private void draw(String title, AttributedStyle style, Size size) {
    List<AttributedString> shown = new ArrayList<>();
    shown.add(new AttributedString(title, style));
    shown.add(AttributedString.EMPTY);
    last.stream().map(AttributedString::new).forEach(shown::add);
    while (shown.size() < size.getRows()) {
      shown.add(AttributedString.EMPTY);
    }
    display.resize(size.getRows(), size.getColumns());
    display.update(
        shown.stream()
            .limit(size.getRows())
            .map(line -> line.columnSubSequence(0, size.getColumns()))
            .toList(),
        0);
  }

  @Override
  public void close() {
    terminal.puts(Capability.cursor_normal);
    terminal.puts(Capability.exit_ca_mode);
    terminal.flush();
    terminal.setAttributes(attributes);
    Closeables.closeAll(terminal);
  }
}
