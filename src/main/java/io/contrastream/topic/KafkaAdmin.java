package io.contrastream.topic;

import io.contrastream.lifecycle.WaitLog;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.TimeoutException;

/** Kafka's admin client with a timeout and errors made for users. Thread-safe. */
public final class KafkaAdmin implements AutoCloseable {
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);

  private final Map<String, ?> settings;
  private final Admin admin;
  private final String servers;
  private final Duration timeout;

  /**
   * Creates a client that connects when it is first used.
   *
   * @param timeout of each request
   * @throws TopicException if the settings are invalid or name no known host
   */
  public KafkaAdmin(Map<String, ?> settings, Duration timeout) {
    this.settings = settings;
    Map<String, Object> all = new HashMap<>(settings);
    all.put("default.api.timeout.ms", Math.toIntExact(timeout.toMillis()));
    all.put("request.timeout.ms", Math.toIntExact(timeout.toMillis()));
    this.servers = String.valueOf(settings.get("bootstrap.servers"));
    this.timeout = timeout;
    try {
      this.admin = Admin.create(all);
    } catch (KafkaException e) {
      throw explain("connect", e);
    }
  }

  /**
   * Sends a request and waits for its result.
   *
   * @throws KafkaException Kafka's error; {@link #explain} makes it fit for users
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
      } catch (java.util.concurrent.TimeoutException e) {
        WaitLog.warn("Kafka at " + servers, "", timeout);
      }
    }
    return result.get();
  }

  /** Returns the addresses of the settings. */
  String servers() {
    return servers;
  }

  Duration timeout() {
    return timeout;
  }

  /**
   * Returns an exception whose message says what to do. An interrupt is thrown: nothing failed.
   *
   * @param action what was attempted, such as {@code describe the cluster}
   */
  public TopicException explain(String action, KafkaException error) {
    if (error instanceof InterruptException interrupt) {
      throw interrupt;
    }
    String says = error.getMessage();
    if (error instanceof TimeoutException) {
      return explainSilence(action);
    }
    if (error instanceof AuthenticationException) {
      return new TopicException(
          "Authentication failed at Kafka %s (%s); check sasl.* and ssl.*"
              .formatted(servers, says));
    }
    if (error instanceof AuthorizationException) {
      return new TopicException(
          "Kafka at %s does not permit this user to %s (%s)".formatted(servers, action, says));
    }
    if (error instanceof InvalidReplicationFactorException) {
      return new TopicException(
          "Cannot %s: more replicas than brokers (%s); lower topics.replication"
              .formatted(action, says));
    }
    Throwable cause = error.getCause() == null ? error : error.getCause();
    return new TopicException(
        "Cannot %s at Kafka %s: %s".formatted(action, servers, cause.getMessage()));
  }

  private BrokerUnavailableException explainSilence(String action) {
    List<Node> brokers = AdvertisedAddresses.ask(settings);
    if (brokers.isEmpty() && AdvertisedAddresses.isAnyOpen(settings)) {
      Object protocol = settings.get(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG);
      return new BrokerUnavailableException(
          "Something listens at %s, but gave no answer of a Kafka broker within %d s; check that this is the port of Kafka, that its listener expects security.protocol=%s, and its load"
              .formatted(
                  servers,
                  timeout.toSeconds(),
                  protocol == null ? CommonClientConfigs.DEFAULT_SECURITY_PROTOCOL : protocol));
    }
    if (brokers.isEmpty()) {
      return new BrokerUnavailableException(
          "No Kafka broker answers at %s within %d s; check that it is running and that bootstrap.servers is correct"
              .formatted(servers, timeout.toSeconds()));
    }
    for (Node broker : brokers) {
      Optional<String> fault = AdvertisedAddresses.fault(broker);
      if (fault.isPresent()) {
        return new AdvertisedAddressException(
            "The Kafka broker at %s names itself %s:%d, which can't be reached from here (%s); see advertised.listeners in its settings"
                .formatted(servers, broker.host(), broker.port(), fault.get()));
      }
    }
    return new BrokerUnavailableException(
        "Kafka at %s answers, but could not %s within %d s; see its load and its log"
            .formatted(servers, action, timeout.toSeconds()));
  }

  @Override
  public void close() {
    admin.close(CLOSE_TIMEOUT);
  }
}
