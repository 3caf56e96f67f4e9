package io.contrastream.config;

import io.contrastream.schema.Modality;
import java.time.Duration;

/**
 * How many inputs of a modality are embedded together. A batch is full when it reaches any of its
 * limits.
 *
 * @param size maximum number of images; {@code captionSize} and {@code soundSize} likewise
 * @param delay maximum time that an image waits for others that have not been fetched yet
 * @param bytes maximum memory of the waiting images of a partition
 */
public record BatchSettings(
    int size,
    Duration delay,
    int bytes,
    int captionSize,
    Duration captionDelay,
    int captionBytes,
    int soundSize,
    Duration soundDelay,
    int soundBytes) {

  /**
   * The limits of one modality.
   *
   * @param sizeKey the setting of the size, for advice
   */
  public record Limits(int size, Duration delay, int bytes, String sizeKey) {}

  public BatchSettings {
    Checks checks = Checks.of("batch");
    check(checks, "", size, delay, bytes);
    check(checks, "caption.", captionSize, captionDelay, captionBytes);
    check(checks, "sound.", soundSize, soundDelay, soundBytes);
    checks.done();
  }

  private static void check(Checks checks, String prefix, int size, Duration delay, int bytes) {
    checks
        .between(1, size, 4096, prefix + "size")
        .between(Duration.ZERO, delay, Duration.ofSeconds(10), prefix + "delay")
        .require(
            bytes >= 1 << 10 && bytes <= 1 << 30, prefix + "bytes", "a size from 1KiB to 1GiB");
  }

  public Limits of(Modality modality) {
    return switch (modality) {
      case IMAGE -> new Limits(size, delay, bytes, "batch.size");
      case CAPTION -> new Limits(captionSize, captionDelay, captionBytes, "batch.caption.size");
      case SOUND -> new Limits(soundSize, soundDelay, soundBytes, "batch.sound.size");
    };
  }
}
