package io.contrastream.config;

import java.nio.file.Path;
import java.time.Duration;

/**
 * The stream processor.
 *
 * @param applicationId the same in all instances that share the work
 * @param threads number of stream threads of this instance
 * @param commitInterval time between commits
 * @param stateDir the absolute folder of the local state
 */
public record StreamSettings(
    String applicationId,
    int threads,
    Guarantee guarantee,
    Duration commitInterval,
    Path stateDir) {

  public StreamSettings {
    Checks.of("stream")
        .name(applicationId, "application.id")
        .require(threads >= 1 && threads <= 256, "threads", "a whole number from 1 to 256, or auto")
        .between(Duration.ofMillis(1), commitInterval, Duration.ofMinutes(1), "commit.interval")
        .done();
  }
}
