package io.contrastream.topic;

import io.contrastream.lifecycle.WaitLog;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.InterruptException;

/** Kafka's admin client with a timeout and errors made for users. Thread-safe. */
public final class KafkaAdmin implements AutoCloseable {
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);

  private final Admin admin;
  private final String servers;
  private final Duration timeout;
  private final KafkaErrors errors;

  /**
   * Creates a client that connects when it is first used.
   *
   * @param settings Kafka admin client properties; at least {@code bootstrap.servers}
   * @param timeout of each request
   * @throws TopicException if the settings are invalid or name no known host
   */
  public KafkaAdmin(Map<String, ?> settings, Duration timeout) {
    Map<String, Object> all = new HashMap<>(settings);
    all.put("default.api.timeout.ms", Math.toIntExact(timeout.toMillis()));
    all.put("request.timeout.ms", Math.toIntExact(timeout.toMillis()));
    this.servers = String.valueOf(settings.get("bootstrap.servers"));
    this.timeout = timeout;
    this.errors = new KafkaErrors(servers, timeout);
    try {
      this.admin = Admin.create(all);
    } catch (KafkaException e) {
      throw errors.explain("connect", e);
    }
  }

  /**
   * Sends a request and waits for its result.
   *
   * @throws KafkaException the error from Kafka; {@link #explain} makes it fit for users
   */
  public <T> T ask(Function<Admin, KafkaFuture<T>> request) {
    try {
      return await(request.apply(admin));
    } catch (ExecutionException e) {
      throw e.getCause() instanceof KafkaException known ? known : new KafkaException(e.getCause());
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  private <T> T await(KafkaFuture<T> result) throws ExecutionException, InterruptedException {
    if (WaitLog.isLong(timeout)) {
      try {
        return result.get(WaitLog.WARN_AFTER.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        WaitLog.warn("Kafka at " + servers, "", timeout);
      }
    }
    return result.get();
  }

  /**
   * Returns an exception whose message says what to do.
   *
   * @param action what was attempted, such as {@code describe the cluster}
   * @throws InterruptException if that is the error: nothing failed, the thread must end
   */
  public TopicException explain(String action, KafkaException error) {
    if (error instanceof InterruptException interrupt) {
      throw interrupt;
    }
    return errors.explain(action, error);
  }

  @Override
  public void close() {
    admin.close(CLOSE_TIMEOUT);
  }
}
