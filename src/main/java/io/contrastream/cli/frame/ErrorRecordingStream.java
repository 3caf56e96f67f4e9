package io.contrastream.cli.frame;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.Optional;

/**
 * A stream to standard output that keeps its write error, whose reason {@link System#out} drops.
 */
public final class ErrorRecordingStream extends OutputStream {
  private final OutputStream out;
  private IOException error;

  public ErrorRecordingStream() {
    this(new FileOutputStream(FileDescriptor.out));
  }

  public ErrorRecordingStream(OutputStream out) {
    this.out = out;
  }

  /**
   * Returns why output was lost, such as a full disk; empty if the reader closed the pipe. Only the
   * system's message tells the two apart, so the launcher selects an English locale.
   */
  public synchronized Optional<String> error() {
    return Optional.ofNullable(error)
        .map(e -> String.valueOf(e.getMessage()))
        .filter(reason -> !reason.toLowerCase(Locale.ROOT).contains("pipe"));
  }

  @Override
  public void write(int oneByte) throws IOException {
    write(new byte[] {(byte) oneByte}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int from, int count) throws IOException {
    try {
      out.write(bytes, from, count);
    } catch (IOException e) {
      error = e;
      throw e;
    }
  }
}
