package io.contrastream.index;

import io.contrastream.index.ChangeFormat.Step;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file of the changes since a snapshot. Each step has its length and checksum, and is whole or,
 * as the last one after a crash, left out. Not thread-safe.
 */
final class Journal implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
  private static final int PREFIX = 2 * Integer.BYTES;
  private static final int BUFFER = 1 << 20;

  private final Path file;
  private final FileChannel channel;

  /** What is before is whole. */
  private long end;

  private boolean synced = true;

  private Journal(Path file, FileChannel channel, long end) {
    this.file = file;
    this.channel = channel;
    this.end = end;
  }

  /**
   * Opens the file, creates it if it is missing, and passes its steps on. What follows the last
   * whole step is cut off.
   *
   * @throws IOException if the file can't be read, or is another's
   */
  static Journal open(Path file, FileHeader header, Consumer<Step> steps) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      Journal journal = new Journal(file, channel, 0);
      if (channel.size() < header.bytes().length) { // killed while it was created
        channel.truncate(0);
        journal.append(ByteBuffer.wrap(header.bytes()));
        journal.sync();
      } else {
        journal.read(header, steps);
        journal.discardRest();
      }
      return journal;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  @SuppressWarnings("resource") // closing the stream would close the channel
  private void read(FileHeader header, Consumer<Step> steps) throws IOException {
    DataInputStream in =
        new DataInputStream(new BufferedInputStream(Channels.newInputStream(channel), BUFFER));
    header.require(in);
    end = header.bytes().length;
    try {
      while (end < channel.size()) {
        int length = in.readInt();
        int checksum = in.readInt();
        if (length < 0 || length > channel.size() - end - PREFIX) {
          break;
        }
        byte[] bytes = in.readNBytes(length);
        if (checksum(bytes) != checksum) {
          break;
        }
        steps.accept(ChangeFormat.decode(bytes));
        end += PREFIX + length;
      }
    } catch (EOFException e) {
      // the last step is not whole
    }
  }

  /** Cuts off what follows the last whole step: its records will be read again. */
  void discardRest() throws IOException {
    long rest = channel.size() - end;
    if (rest > 0) {
      LOG.warn("{} has {} bytes of changes that are not whole: reading them again", file, rest);
      channel.truncate(end);
    }
    channel.position(end);
  }

  private static int checksum(byte[] bytes) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes);
    return (int) checksum.getValue();
  }

  void append(Step step) throws IOException {
    byte[] bytes = ChangeFormat.encode(step);
    append(
        ByteBuffer.allocate(PREFIX + bytes.length)
            .putInt(bytes.length)
            .putInt(checksum(bytes))
            .put(bytes)
            .flip());
  }

  private void append(ByteBuffer bytes) throws IOException {
    synced = false;
    long position = end;
    while (bytes.hasRemaining()) {
      position += channel.write(bytes, position);
    }
    end = position;
  }

  long bytes() {
    return end;
  }

  /** Makes what was appended survive a failure of the machine, too. */
  void sync() throws IOException {
    if (!synced) {
      channel.force(false);
      synced = true;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
