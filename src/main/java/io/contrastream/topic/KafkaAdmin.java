package io.contrastream.topic;

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

/** Kafka's admin client with a bounded wait, and errors that people understand. Any thread. */
public final class KafkaAdmin implements AutoCloseable {
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(1);

  private final Admin admin;
  private final String servers;
  private final Duration patience;
  private final KafkaErrors errors;

  /**
   * Connects at the first question only.
   *
   * @param settings of Kafka's admin client; {@code bootstrap.servers} at least
   * @param patience longest wait for an answer
   * @throws TopicException where the settings are wrong, or name no host that is known
   */
  public KafkaAdmin(Map<String, ?> settings, Duration patience) {
    Map<String, Object> all = new HashMap<>(settings);
    all.put("default.api.timeout.ms", Math.toIntExact(patience.toMillis()));
    all.put("request.timeout.ms", Math.toIntExact(patience.toMillis()));
    this.servers = String.valueOf(settings.get("bootstrap.servers"));
    this.patience = patience;
    this.errors = new KafkaErrors(servers, patience);
    try {
      this.admin = Admin.create(all);
    } catch (KafkaException e) {
      throw errors.explain("connect", e);
    }
  }

  /**
   * Waits for one answer.
   *
   * @throws KafkaException as Kafka gives it; see {@link #explain}
   */
  public <T> T ask(Function<Admin, KafkaFuture<T>> question) {
    try {
      return answer(question.apply(admin));
    } catch (ExecutionException e) {
      throw e.getCause() instanceof KafkaException known ? known : new KafkaException(e.getCause());
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  private <T> T answer(KafkaFuture<T> answer) throws ExecutionException, InterruptedException {
    if (WaitLog.isLong(patience)) {
      try {
        return answer.get(WaitLog.WARN_AFTER.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        WaitLog.warn("Kafka at " + servers, "", patience);
      }
    }
    return answer.get();
  }

  /**
   * The error in words that say what to do.
   *
   * @param action what was tried, such as {@code describe the cluster}
   * @throws InterruptException where the error is one: nothing failed, the thread is to end
   */
  public TopicException explain(String action, KafkaException error) {
    if (error instanceof InterruptException interrupt) {
      throw interrupt;
    }
    return errors.explain(action, error);
  }

  @Override
  public void close() {
    admin.close(CLOSE_PATIENCE);
  }
}
