package io.contrastream.cli.frame;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.contrastream.cli.Main;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ErrorRecordingStreamTest {
  private final StringWriter err = new StringWriter();

  @Test
  void shouldFailIfTheDiskIsFull() {
    assertThat(exitCodeIfWritingFails("No space left on device")).isEqualTo(1);
    assertThat(err.toString())
        .isEqualToIgnoringNewLines(
            "contrastream: cannot write standard output: No space left on device");
  }

  @Test
  void shouldEndQuietlyIfTheReaderClosesThePipe() {
    assertThat(exitCodeIfWritingFails("Broken pipe")).isZero();
    assertThat(err.toString()).isEmpty();
  }

  private int exitCodeIfWritingFails(String reason) {
    OutputStream failing =
        new OutputStream() {
          @Override
          public void write(int oneByte) throws IOException {
            throw new IOException(reason);
          }
        };
    ErrorRecordingStream out = new ErrorRecordingStream(failing);
    new PrintWriter(out, true, UTF_8).println("a result");
    return Main.exitCode(out, new PrintWriter(err, true));
  }
}
