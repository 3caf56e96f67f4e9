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
        .matches(
            applicationId,
            "[a-zA-Z0-9._-]{1,100}",
            "application.id",
            "1 to 100 letters, digits, dots, dashes and underscores")
        .require(threads >= 1 && threads <= 256, "threads", "a whole number from 1 to 256, or auto")
        .between(Duration.ofMillis(1), commitInterval, Duration.ofMinutes(1), "commit.interval")
        .done();
  }
}
