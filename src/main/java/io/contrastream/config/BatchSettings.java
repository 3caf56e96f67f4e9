package io.contrastream.config;

import java.time.Duration;

/**
 * How many images are embedded together. A batch is full when it reaches any of these limits.
 *
 * @param size maximum number of images
 * @param delay maximum time that an image waits for others that have not been fetched yet
 * @param bytes maximum memory of the waiting images of a partition
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
