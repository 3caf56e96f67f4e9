package io.contrastream.dashboard;

import io.contrastream.config.Settings;
import io.contrastream.topic.GroupAdmin;
import io.contrastream.topic.TopicException;
import java.time.Duration;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many inputs wait for the processors, in all partitions and whichever instance reads them:
 * what {@code monitor} shows. Lag as a consumer reports it does not count what it has not asked the
 * broker for. Only {@link #sample} waits for Kafka, and one thread calls it; any may call the
 * others.
 */
final class WaitingRecords implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WaitingRecords.class);
  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  /** An older number says nothing about the present. */
  private static final double MAX_AGE_SECONDS = 10;

  private final Settings settings;
  private GroupAdmin groups;
  private String problem;
  private volatile Sample last;

  private record Sample(long records, long atNs) {}

  /** Does not contact Kafka yet. */
  WaitingRecords(Settings settings) {
    this.settings = settings;
  }

  /** Keeps the last number if Kafka does not answer. */
  void sample() {
    String now = null;
    try {
      if (groups == null) {
        groups = new GroupAdmin(settings.adminProperties(), TIMEOUT);
      }
      long records =
          groups.progress(settings.stream().applicationId(), settings.inputTopics()).lag();
      last = new Sample(records, System.nanoTime());
    } catch (TopicException e) {
      now = e.getMessage();
    }
    if (now != null && !Objects.equals(now, problem)) {
      LOG.info("The number of waiting records is unknown: {}", now);
    }
    problem = now;
  }

  /** Returns NaN if it is unknown at present. */
  double count() {
    Sample sample = last;
    return sample == null || age(sample) > MAX_AGE_SECONDS ? Double.NaN : sample.records;
  }

  /** Returns the seconds since Kafka was asked successfully, or NaN if it never was. */
  double ageSeconds() {
    Sample sample = last;
    return sample == null ? Double.NaN : age(sample);
  }

  private static double age(Sample sample) {
    return (System.nanoTime() - sample.atNs) / 1e9;
  }

  @Override
  public void close() {
    if (groups != null) {
      groups.close();
    }
  }
}
