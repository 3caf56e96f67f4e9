package io.contrastream.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import io.contrastream.cluster.EmbeddedBroker;
import io.contrastream.config.Settings;
import io.contrastream.testing.Await;
import io.contrastream.testing.EmbeddedCluster;
import io.contrastream.topic.registry.SchemaRegistry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TransactionListing;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A trainer that loses its producer ends with the weights of one that never did. */
class TrainerOutageTest {

  /** Its registry only; the tests stop or configure brokers of their own. */
  @RegisterExtension static final EmbeddedCluster CLUSTER = new EmbeddedCluster();

  private static final Map<String, String> FORGETFUL =
      Map.of(
          "transactional.id.expiration.ms", "4000",
          "transaction.remove.expired.transaction.cleanup.interval.ms", "500");

  private static final String[] IMPATIENT = {
    "kafka.request.timeout.ms=1000",
    "producer.linger.ms=0",
    "producer.max.block.ms=3000",
    "producer.delivery.timeout.ms=3000"
  };

  private static TrainerHarness harness;

  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    harness = new TrainerHarness(CLUSTER);
  }

  @AfterAll
  static void stop() throws Exception {
    harness.close();
  }

  @Test
  void shouldGoOnAfterKafkaHasForgottenItsTransactionalId() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start(folder, 0, FORGETFUL)) {
      Settings settings = settings(broker, "forgotten");
      harness.produce(settings, 0, 200);
      try (SchemaRegistry registry = SchemaRegistry.connect(settings.registry());
          TrainerProcess trainer =
              TrainerProcess.start(settings, registry, new TrainerProcess.Options(true, 20))) {
        Await.until("some steps", () -> trainer.progress().counts().steps() > 4);
        Await.first("an expired id", () -> transactionalIds(settings), List::isEmpty);

        harness.produce(settings, 200, 600);

        shouldEndAsACalmOne(trainer, settings, settings(broker, "calm"), 20);
      }
    }
  }

  @Test
  void shouldGoOnAfterAnOutageLongerThanItsProducerWaits() throws Exception {
    EmbeddedBroker broker = EmbeddedBroker.start(folder, 0);
    Settings settings = settings(broker, "outage", IMPATIENT);
    harness.produce(settings, 0, 2200);
    try (SchemaRegistry registry = SchemaRegistry.connect(settings.registry());
        TrainerProcess trainer =
            TrainerProcess.start(settings, registry, new TrainerProcess.Options(false, 100))) {
      Await.until("some steps", () -> trainer.progress().counts().steps() > 4);
      broker.close();
      Await.until("an outage", () -> trainer.outage().isPresent());
      broker = EmbeddedBroker.start(folder, port(broker));

      shouldEndAsACalmOne(trainer, settings, settings(broker, "calm"), 100);
      assertThat(trainer.outage()).isEmpty();
    } finally {
      broker.close();
    }
  }

  private static void shouldEndAsACalmOne(
      TrainerProcess trainer, Settings settings, Settings calm, int steps) throws Exception {
    assertThat(trainer.await(Await.TIMEOUT)).isTrue();
    trainer.throwFailure();
    harness.awaitCommitted(settings);
    harness.train(calm, new TrainerProcess.Options(true, steps));

    assertThat(harness.state(settings).steps()).isEqualTo(steps);
    assertThat(harness.state(settings).weights()).isEqualTo(harness.state(calm).weights());
  }

  /** One partition, whose order is the same in each run. */
  private static Settings settings(EmbeddedBroker broker, String trainer, String... more) {
    List<String> all = new ArrayList<>(List.of(more));
    all.add("kafka.bootstrap.servers=" + broker.bootstrapServers());
    all.add("topics.partitions=1");
    return harness.settings("pairs", trainer, all.toArray(String[]::new));
  }

  private static int port(EmbeddedBroker broker) {
    return Integer.parseInt(broker.bootstrapServers().split(":")[1]);
  }

  private static List<String> transactionalIds(Settings settings) throws Exception {
    try (Admin admin = Admin.create(settings.adminProperties())) {
      return admin.listTransactions().all().get().stream()
          .map(TransactionListing::transactionalId)
          .toList();
    }
  }
}
