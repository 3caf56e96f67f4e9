package io.contrastream.topic;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Asks Kafka for the coordinators of groups and transactions, which Kafka's clients await without
 * an error. Thread-safe. Every method throws {@link TopicException} if no broker answers at all.
 */
public final class Coordinators {

  /**
   * Why there is no coordinator.
   *
   * @param seen a sentence without a full stop
   * @param remedy what to do
   */
  public record Fault(String seen, String remedy) {}

  /**
   * @param singleBroker settings with which a single broker can make the topic
   */
  private record Kind(String plural, String topic, String singleBroker) {}

  private static final Kind GROUPS =
      new Kind("groups", "__consumer_offsets", "offsets.topic.replication.factor=1");
  private static final Kind TRANSACTIONS =
      new Kind(
          "transactions",
          "__transaction_state",
          "transaction.state.log.replication.factor=1 and transaction.state.log.min.isr=1");

  private final KafkaAdmin kafka;

  public Coordinators(KafkaAdmin kafka) {
    this.kafka = kafka;
  }

  /** Returns why a group has no coordinator; empty if it has one. */
  public Optional<Fault> faultOfGroup(String group) {
    return fault(
        GROUPS,
        admin -> admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata(group));
  }

  /**
   * Returns why there are no transactions; empty if there are.
   *
   * @param unusedId a transactional id that nobody uses; Kafka keeps it for a week
   */
  public Optional<Fault> faultOfTransactions(String unusedId) {
    return fault(TRANSACTIONS, admin -> admin.fenceProducers(List.of(unusedId)).all());
  }

  private <T> Optional<Fault> fault(Kind kind, Function<Admin, KafkaFuture<T>> question) {
    try {
      kafka.ask(question);
      return Optional.empty();
    } catch (AuthorizationException e) {
      return Optional.empty(); // the coordinator has answered; rights are another matter
    } catch (TimeoutException e) {
      return Optional.of(explain(kind));
    } catch (KafkaException e) {
      throw kafka.explain("ask for the coordinator of " + kind.plural, e);
    }
  }

  private Fault explain(Kind kind) {
    String seen =
        "Kafka at %s offers no %s (asked for %d s): its topic %s "
            .formatted(kafka.servers(), kind.plural, kafka.timeout().toSeconds(), kind.topic);
    return exists(kind.topic)
        ? new Fault(
            seen + "exists, but does not answer",
            "start the brokers that hold its replicas: kafka-topics.sh --bootstrap-server %s --describe --topic %s"
                .formatted(kafka.servers(), kind.topic))
        : new Fault(
            seen
                + "can't be created, perhaps because it needs more replicas than there are brokers",
            "for a single broker, set %s in its server.properties and restart it"
                .formatted(kind.singleBroker));
  }

  private boolean exists(String topic) {
    try {
      kafka.ask(admin -> admin.describeTopics(List.of(topic)).topicNameValues().get(topic));
      return true;
    } catch (UnknownTopicOrPartitionException | AuthorizationException e) {
      return false;
    } catch (KafkaException e) {
      throw kafka.explain("describe topic " + topic, e);
    }
  }
}
