package io.contrastream.reembed;

import io.contrastream.config.Settings;
import io.contrastream.topic.GroupAdmin;
import java.time.Duration;

/** Watches how many inputs wait for the live stream, so that it goes first. Not thread-safe. */
final class LiveLag implements AutoCloseable {
  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final Settings settings;
  private final long max;
  private final GroupAdmin groups;
  private long askedNs;
  private boolean high;

  /**
   * @param max number of inputs of all modalities from which the lag is high
   */
  LiveLag(Settings settings, long max) {
    this.settings = settings;
    this.max = max;
    groups = new GroupAdmin(settings.adminProperties(), TIMEOUT);
    askedNs = System.nanoTime() - INTERVAL.toNanos();
  }

  /** Whether more inputs wait than allowed; asks the broker once a second at most. */
  boolean isHigh() {
    if (System.nanoTime() - askedNs >= INTERVAL.toNanos()) {
      String group = settings.stream().applicationId();
      high = groups.progress(group, settings.inputTopics()).lag() > max;
      askedNs = System.nanoTime();
    }
    return high;
  }

  @Override
  public void close() {
    groups.close();
  }
}
