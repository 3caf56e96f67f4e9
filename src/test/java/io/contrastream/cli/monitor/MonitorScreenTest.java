package io.contrastream.cli.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Size;
import org.jline.terminal.impl.DumbTerminal;
import org.jline.terminal.impl.ExternalTerminal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The output to a terminal of 40 columns and 6 rows. */
class MonitorScreenTest {
  private static final String ENTER = "\u001b[?1049h";
  private static final String LEAVE = "\u001b[?1049l";
  private static final String CONTROL = "\u001b\\[[0-9;?]*[A-Za-z]|\u001b[()][A-Z0-9]|\r";

  private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
  private ExternalTerminal terminal;
  private MonitorScreen screen;

  @BeforeEach
  void open() throws IOException {
    terminal =
        new ExternalTerminal(
            "test", "xterm", new ByteArrayInputStream(new byte[0]), sent, StandardCharsets.UTF_8);
    terminal.setSize(new Size(40, 6));
    screen = new MonitorScreen(terminal, new MonitorText(ZoneOffset.UTC), "kafka:9092");
  }

  @AfterEach
  void close() {
    screen.close();
  }

  @Test
  void shouldCutOffWhatDoesNotFit() {
    screen.show(MonitorSamples.full());

    assertThat(text())
        .contains("12:00:00  Contrastream at kafka:9092  (C")
        // a line as wide as the terminal needs no line feed after it
        .contains("Images       in 1,234/s, embedded 1,200/Processors ")
        .contains("Checkpoint   contrastream-mnist (4ae3f3a")
        .doesNotContain("Ctrl-C to stop", "Trainer");
  }

  @Test
  void shouldDrawOnlyChanges() {
    screen.show(MonitorSamples.full());
    sent.reset();

    screen.show(MonitorSamples.full());

    assertThat(text()).isBlank();
  }

  @Test
  void shouldKeepTheLastUpdateBelowAnError() {
    screen.show(MonitorSamples.full());
    sent.reset();

    screen.showError("No Kafka broker\u001b[2J answers");

    assertThat(text()).contains("No Kafka broker [2J answers").doesNotContain("Images");
    assertThat(sent.toString(StandardCharsets.UTF_8)).doesNotContain("\u001b[2J");
  }

  @Test
  void shouldRestoreTheTerminal() {
    boolean before = terminal.getAttributes().getLocalFlag(LocalFlag.ECHO);
    screen.close();

    String all = sent.toString(StandardCharsets.UTF_8);
    assertThat(before).isFalse();
    assertThat(all).contains(ENTER).contains("\u001b[?25l");
    assertThat(all.indexOf(LEAVE)).isGreaterThan(all.indexOf(ENTER));
    assertThat(all.lastIndexOf("\u001b[?25h")).isGreaterThan(all.indexOf("\u001b[?25l"));
  }

  @Test
  void shouldNotSupportADumbTerminal() throws IOException {
    assertThat(MonitorScreen.isSupported(terminal)).isTrue();
    assertThat(
            MonitorScreen.isSupported(
                new DumbTerminal(new ByteArrayInputStream(new byte[0]), sent)))
        .isFalse();
  }

  /** Returns the output without control sequences. */
  private String text() {
    return sent.toString(StandardCharsets.UTF_8).replaceAll(CONTROL, "");
  }
}
