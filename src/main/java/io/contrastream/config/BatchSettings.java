package io.contrastream.config;

import java.time.Duration;

/**
 * How many images are embedded together; whichever limit is reached first.
 *
 * @param size images
 * @param delay longest wait of an image for its batch to fill
 * @param bytes memory of the images that wait in a partition
 */
public record BatchSettings(int size, Duration delay, int bytes) {

  public BatchSettings {
    Checks.of("batch")
        .between(1, size, 4096, "size")
        .between(Duration.ZERO, delay, Duration.ofSeconds(10), "delay")
        .require(bytes >= 1 << 10 && bytes <= 1 << 30, "bytes", "a size from 1KiB to 1GiB")
        .done();
  }
}
