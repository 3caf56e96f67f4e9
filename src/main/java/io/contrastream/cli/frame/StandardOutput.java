package io.contrastream.cli.frame;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.Optional;

/** Standard output, which remembers why it took no more: {@link System#out} forgets the reason. */
public final class StandardOutput extends OutputStream {
  private final OutputStream out;
  private IOException fault;

  public StandardOutput() {
    this(new FileOutputStream(FileDescriptor.out));
  }

  public StandardOutput(OutputStream out) {
    this.out = out;
  }

  /**
   * Why something is lost, such as a full disk; a reader that has seen enough loses nothing. Which
   * of them it is only the system's words tell: the launcher has it speak English.
   */
  public synchronized Optional<String> loss() {
    return Optional.ofNullable(fault)
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
      fault = e;
      throw e;
    }
  }
}
