package io.contrastream.cli.frame;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.contrastream.cli.Main;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class StandardOutputTest {
  private final StringWriter err = new StringWriter();

  @Test
  void shouldFailWhereTheDiskIsFull() {
    assertThat(exitCodeWhereWritingFails("No space left on device")).isEqualTo(1);
    assertThat(err.toString())
        .isEqualToIgnoringNewLines(
            "contrastream: standard output took not all: No space left on device");
  }

  @Test
  void shouldEndQuietlyWhereTheReaderHasSeenEnough() {
    assertThat(exitCodeWhereWritingFails("Broken pipe")).isZero();
    assertThat(err.toString()).isEmpty();
  }

  private int exitCodeWhereWritingFails(String reason) {
    OutputStream failing =
        new OutputStream() {
          @Override
          public void write(int oneByte) throws IOException {
            throw new IOException(reason);
          }
        };
    StandardOutput out = new StandardOutput(failing);
    new PrintWriter(out, true, UTF_8).println("a result");
    return Main.exitCode(out, new PrintWriter(err, true));
  }
}
