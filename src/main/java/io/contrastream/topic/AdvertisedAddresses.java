package io.contrastream.topic;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.ApiVersions;
import org.apache.kafka.clients.ClientRequest;
import org.apache.kafka.clients.ClientUtils;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.ManualMetadataUpdater;
import org.apache.kafka.clients.MetadataRecoveryStrategy;
import org.apache.kafka.clients.NetworkClient;
import org.apache.kafka.clients.NetworkClientUtils;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.network.Selector;
import org.apache.kafka.common.requests.MetadataRequest;
import org.apache.kafka.common.requests.MetadataResponse;
import org.apache.kafka.common.utils.LogContext;
import org.apache.kafka.common.utils.Time;

/**
 * Asks a bootstrap server for the addresses that its brokers advertise. Kafka's clients connect to
 * those only, and tell nobody which one can't be reached; so this uses the parts they are made of.
 */
final class AdvertisedAddresses {
  private static final int TIMEOUT_MS = 3_000;
  private static final int BUFFER_OF_THE_SYSTEM = -1;

  private AdvertisedAddresses() {}

  /** Returns the addresses; empty if no bootstrap server answers within seconds. */
  static List<Node> ask(Map<String, ?> settings) {
    try {
      return askServers(settings);
    } catch (KafkaException e) { // such as no name server that knows the host
      return List.of();
    }
  }

  private static List<Node> askServers(Map<String, ?> settings) {
    Time time = Time.SYSTEM;
    LogContext log = new LogContext();
    AdminClientConfig config = new AdminClientConfig(settings);
    try (Metrics metrics = new Metrics();
        Selector selector =
            new Selector(
                config.getLong(CommonClientConfigs.CONNECTIONS_MAX_IDLE_MS_CONFIG),
                metrics,
                time,
                "advertised",
                ClientUtils.createChannelBuilder(config, time, log),
                log);
        NetworkClient client = client(selector, time, log)) {
      int id = 0; // one for each, since the client waits before it connects to one again
      for (InetSocketAddress server : ClientUtils.parseAndValidateAddresses(config)) {
        Node node = new Node(--id, server.getHostString(), server.getPort());
        Collection<Node> brokers = ask(client, node, time);
        if (!brokers.isEmpty()) {
          return List.copyOf(brokers);
        }
      }
      return List.of();
    }
  }

  private static NetworkClient client(Selector selector, Time time, LogContext log) {
    return new NetworkClient(
        selector,
        new ManualMetadataUpdater(),
        "advertised",
        1,
        TIMEOUT_MS,
        TIMEOUT_MS,
        BUFFER_OF_THE_SYSTEM,
        BUFFER_OF_THE_SYSTEM,
        TIMEOUT_MS,
        TIMEOUT_MS,
        TIMEOUT_MS,
        time,
        true,
        new ApiVersions(),
        log,
        MetadataRecoveryStrategy.NONE);
  }

  private static Collection<Node> ask(NetworkClient client, Node node, Time time) {
    try {
      if (!NetworkClientUtils.awaitReady(client, node, time, TIMEOUT_MS)) {
        return List.of();
      }
      ClientRequest request =
          client.newClientRequest(
              node.idString(),
              MetadataRequest.Builder.forTopicNames(List.of(), false),
              time.milliseconds(),
              true);
      return ((MetadataResponse)
              NetworkClientUtils.sendAndReceive(client, request, time).responseBody())
          .brokers();
    } catch (IOException | KafkaException e) {
      return List.of();
    }
  }

  /** Whether anything accepts connections at one of the bootstrap servers' addresses. */
  static boolean isAnyOpen(Map<String, ?> settings) {
    try {
      return ClientUtils.parseAndValidateAddresses(new AdminClientConfig(settings)).stream()
          .map(server -> new Node(0, server.getHostString(), server.getPort()))
          .anyMatch(server -> fault(server).isEmpty());
    } catch (KafkaException e) { // such as no name server that knows the host
      return false;
    }
  }

  /** Returns why no connection can be made; empty if one can. */
  static Optional<String> fault(Node node) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(node.host(), node.port()), TIMEOUT_MS);
      return Optional.empty();
    } catch (UnknownHostException e) {
      return Optional.of("unknown host");
    } catch (IOException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }
}
