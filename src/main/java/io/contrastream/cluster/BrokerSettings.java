package io.contrastream.cluster;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Kafka settings of a single broker that is its own controller. */
final class BrokerSettings {
  static final int NODE_ID = 1;
  static final String CONTROLLER = "CONTROLLER";

  /** Fits a checkpoint of 2.4 MB, and a dead letter, into one record. */
  static final int MAX_MESSAGE_BYTES = 16 << 20;

  private BrokerSettings() {}

  static Map<String, String> of(Path folder, int brokerPort, int controllerPort) {
    Map<String, String> settings = new HashMap<>();
    settings.putAll(addresses(brokerPort, controllerPort));
    settings.putAll(singleBroker());
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
        "offsets.topic.num.partitions", "4",
        "transaction.state.log.replication.factor", "1",
        "transaction.state.log.min.isr", "1",
        "transaction.state.log.num.partitions", "4",
        "share.coordinator.state.topic.replication.factor", "1",
        "share.coordinator.state.topic.min.isr", "1",
        "share.coordinator.state.topic.num.partitions", "1",
        "group.initial.rebalance.delay.ms", "0",
        "auto.create.topics.enable", "false");
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
