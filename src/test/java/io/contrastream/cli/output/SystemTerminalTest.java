package io.contrastream.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOError;
import java.io.IOException;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.DumbTerminal;
import org.junit.jupiter.api.Test;

class SystemTerminalTest {

  /** Ctrl-C ends stty, too, which the library asks for the size. */
  @Test
  void shouldKnowNoSizeIfItCannotBeRead() throws IOException {
    // given
    try (Terminal terminal =
        new DumbTerminal(new ByteArrayInputStream(new byte[0]), new ByteArrayOutputStream()) {
          @Override
          public Size getSize() {
            throw new IOError(new IOException("stty was ended"));
          }
        }) {
      // when, then
      assertThat(SystemTerminal.size(terminal)).isEmpty();
    }
  }

  @Test
  void shouldTakeTheUsualSizeOfATerminalThatHasNone() throws IOException {
    // given
    try (Terminal terminal =
        new DumbTerminal(new ByteArrayInputStream(new byte[0]), new ByteArrayOutputStream())) {
      // when, then
      assertThat(SystemTerminal.size(terminal)).contains(new Size(80, 24));
    }
  }
}
