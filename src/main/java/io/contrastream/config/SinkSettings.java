package io.contrastream.config;

import java.time.Duration;

/**
 * The sinks, which copy the embeddings into files or a database.
 *
 * @param url of the database, in JDBC's form
 * @param batchSize maximum number of records that are written together
 * @param retry how long to retry while the store fails
 * @param rollSize bytes at which a file is finished
 * @param rollInterval time after which a file is finished
 */
public record SinkSettings(
    String url,
    String user,
    String password,
    int batchSize,
    Duration retry,
    int rollSize,
    Duration rollInterval) {

  public SinkSettings {
    Checks.of("sink")
        .matches(
            url,
            "jdbc:postgresql:(?!.*[?&](?i:password|sslpassword)=)[^\\s@]*",
            "url",
            "such as jdbc:postgresql://HOST:5432/DATABASE, without user and password, which are"
                + " sink.user and sink.password")
        .between(1, batchSize, 100_000, "batch.size")
        .between(Duration.ZERO, retry, Duration.ofDays(7), "retry")
        .between(1 << 10, rollSize, Integer.MAX_VALUE, "roll.size")
        .between(Duration.ofMillis(100), rollInterval, Duration.ofDays(7), "roll.interval")
        .done();
  }

  /** Leaves out the password. */
  @Override
  public String toString() {
    return "SinkSettings[url=%s, user=%s, batchSize=%d, retry=%s, rollSize=%d, rollInterval=%s]"
        .formatted(url, user, batchSize, retry, rollSize, rollInterval);
  }
}
