package io.contrastream.topology.microbatch;

import java.time.Duration;

/**
 * When a batch is processed.
 *
 * @param records maximum number of records in a batch
 * @param bytes size at which a batch is full; the record that reaches it still belongs to it
 * @param delay maximum time that a record waits for others that have not been fetched yet, as far
 *     as the stream thread's loop allows
 * @param recordsKey the setting to lower if a batch does not fit into memory
 */
public record BatchSize(int records, long bytes, Duration delay, String recordsKey) {

  public BatchSize {
    if (records < 1 || bytes < 1 || delay.isNegative()) {
      throw new IllegalArgumentException(
          "A batch needs at least 1 record, 1 byte and a delay of at least 0, not %d, %d and %s"
              .formatted(records, bytes, delay));
    }
  }
}
