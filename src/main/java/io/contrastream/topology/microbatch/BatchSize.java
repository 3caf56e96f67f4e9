package io.contrastream.topology.microbatch;

import java.time.Duration;

/**
 * When a batch is full.
 *
 * @param records at most so many wait
 * @param bytes at most so many bytes wait, and one record more
 * @param delay no record waits longer, as far as the stream thread's loop allows
 */
public record BatchSize(int records, long bytes, Duration delay) {

  public BatchSize {
    if (records < 1 || bytes < 1 || delay.isNegative()) {
      throw new IllegalArgumentException(
          "A batch has at least 1 record, 1 byte and no negative delay, not %d, %d, %s"
              .formatted(records, bytes, delay));
    }
  }
}
