package io.contrastream.cli.monitor;

import io.contrastream.cli.frame.PlainText;
import io.contrastream.lifecycle.Closeables;
import io.contrastream.monitor.Snapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;
import org.jline.utils.Display;
import org.jline.utils.InfoCmp.Capability;

/**
 * A full screen of lines that is drawn over itself, as wide and high as the terminal is at that
 * moment. {@link #close} gives the terminal back as it was. One thread calls.
 */
final class MonitorScreen implements MonitorView {
  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final AttributedStyle FAULT =
      AttributedStyle.DEFAULT.foreground(AttributedStyle.RED);

  private final Terminal terminal;
  private final MonitorText text;
  private final String servers;
  private final Display display;
  private final Attributes attributes;
  private List<String> last = List.of();

  /**
   * @param terminal this object's from now on, to close
   * @param servers named in the first line
   */
  MonitorScreen(Terminal terminal, MonitorText text, String servers) {
    this.terminal = terminal;
    this.text = text;
    this.servers = servers;
    this.display = new Display(terminal, true);
    this.attributes = terminal.getAttributes();
    Attributes quiet = new Attributes(attributes);
    quiet.setLocalFlag(Attributes.LocalFlag.ECHO, false); // keys would be seen between the lines
    terminal.setAttributes(quiet);
    terminal.puts(Capability.enter_ca_mode);
    terminal.puts(Capability.cursor_invisible);
    terminal.flush();
  }

  /** The terminal that this program was started in; one that is "dumb" where there is none. */
  static Terminal terminal() {
    try {
      return TerminalBuilder.builder().encoding(StandardCharsets.UTF_8).dumb(true).build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether lines can be drawn over each other there. */
  static boolean fits(Terminal terminal) {
    return !terminal.getType().startsWith(Terminal.TYPE_DUMB);
  }

  @Override
  public Duration interval() {
    return INTERVAL;
  }

  @Override
  public void show(Snapshot look) {
    last = text.screen(look);
    draw(
        "%s  Contrastream at %s  (Ctrl-C ends)".formatted(text.clock(look.atMs()), servers),
        AttributedStyle.BOLD);
  }

  @Override
  public void fault(String message) {
    draw(text.now() + "  " + PlainText.line(message), FAULT);
  }

  @Override
  public boolean isClosed() {
    return false;
  }

  /** Cuts what is too long or too much; the library sends only what differs from before. */
  private void draw(String title, AttributedStyle style) {
    Size size = terminal.getSize();
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
