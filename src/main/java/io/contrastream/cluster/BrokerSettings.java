package io.contrastream.cluster;

import io.contrastream.topic.TopicPlan;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Kafka settings of a single broker that is its own controller. */
final class BrokerSettings {
  static final int NODE_ID = 1;
  static final String CONTROLLER = "CONTROLLER";

  /** Fits a checkpoint of 2.4 MB, and a dead letter, into one record. */
  static final int MAX_MESSAGE_BYTES = 16 << 20;

  private static final int COORDINATOR_PARTITIONS = 4;

  private BrokerSettings() {}

  static Map<String, String> of(Path folder, int brokerPort, int controllerPort) {
    Map<String, String> settings = new HashMap<>();
    settings.putAll(addresses(brokerPort, controllerPort));
    settings.putAll(singleBroker());
    settings.putAll(transactions());
    settings.putAll(logs(folder));
    return settings;
  }

  private static Map<String, String> addresses(int brokerPort, int controllerPort) {
    String broker = "PLAINTEXT://" + Ports.HOST + ":" + brokerPort;
    String controller = Ports.HOST + ":" + controllerPort;
    return Map.of(
        "process.roles",
        "broker,controller",
        "node.id",
        String.valueOf(NODE_ID),
        "controller.quorum.voters",
        NODE_ID + "@" + controller,
        "controller.listener.names",
        CONTROLLER,
        "inter.broker.listener.name",
        "PLAINTEXT",
        "listener.security.protocol.map",
        "PLAINTEXT:PLAINTEXT," + CONTROLLER + ":PLAINTEXT",
        "listeners",
        broker + "," + CONTROLLER + "://" + controller,
        "advertised.listeners",
        broker);
  }

  /** There are no other brokers to replicate to, and groups start without waiting for members. */
  private static Map<String, String> singleBroker() {
    return Map.of(
        "offsets.topic.replication.factor", "1",
        "offsets.topic.num.partitions", String.valueOf(COORDINATOR_PARTITIONS),
        "transaction.state.log.replication.factor", "1",
        "transaction.state.log.min.isr", "1",
        "transaction.state.log.num.partitions", String.valueOf(COORDINATOR_PARTITIONS),
        "share.coordinator.state.topic.replication.factor", "1",
        "share.coordinator.state.topic.min.isr", "1",
        "share.coordinator.state.topic.num.partitions", "1",
        "group.initial.rebalance.delay.ms", "0",
        "auto.create.topics.enable", "false");
  }

  /**
   * A transaction cannot begin before the markers of the previous one are written. On a busy
   * machine, that takes longer than the default of 100 ms, after which the broker refuses the first
   * batch as CONCURRENT_TRANSACTIONS and those sent behind it as out of order. Producers repeat
   * them, so nothing is lost, but both sides log errors.
   */
  private static Map<String, String> transactions() {
    return Map.of("add.partitions.to.txn.retry.backoff.max.ms", "20000");
  }

  /** The topics for groups and transactions, as Kafka creates them when they are first needed. */
  static List<TopicPlan> internalTopics() {
    String segmentBytes = String.valueOf(100 << 20);
    return List.of(
        new TopicPlan(
            "__consumer_offsets",
            COORDINATOR_PARTITIONS,
            1,
            Map.of(
                "cleanup.policy", "compact",
                "compression.type", "producer",
                "segment.bytes", segmentBytes)),
        new TopicPlan(
            "__transaction_state",
            COORDINATOR_PARTITIONS,
            1,
            Map.of(
                "cleanup.policy", "compact",
                "compression.type", "uncompressed",
                "min.insync.replicas", "1",
                "segment.bytes", segmentBytes,
                "unclean.leader.election.enable", "false")));
  }

  private static Map<String, String> logs(Path folder) {
    return Map.of(
        "log.dirs", folder.toString(),
        "message.max.bytes", String.valueOf(MAX_MESSAGE_BYTES),
        "replica.fetch.max.bytes", String.valueOf(MAX_MESSAGE_BYTES),
        "log.retention.hours", "168",
        "log.segment.bytes", String.valueOf(256 << 20),
        "log.cleaner.dedupe.buffer.size", String.valueOf(16 << 20));
  }
}
