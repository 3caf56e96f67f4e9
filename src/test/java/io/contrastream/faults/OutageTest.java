package io.contrastream.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.contrastream.config.Settings;
import io.contrastream.testing.Await;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Outages of the broker, the registry and a topic. */
@Tag("faults")
@ExtendWith(SharedCluster.class)
class OutageTest {
  private static final Random RANDOM = new Random(20261123);

  @Test
  void shouldSurviveABrokerOutage(ProcessCluster cluster) {
    try (Scenario scenario = Scenario.open(cluster, "broker")) {
      scenario.startProcessor();
      scenario.awaitOutput();
      for (int i = 0; i < 3; i++) {
        Await.pause(RANDOM.nextInt(2000));
        cluster.killBroker();
        long at = System.currentTimeMillis();
        Await.pause(2000);
        cluster.startBroker();
        scenario.awaitRecovery(at);
      }
      scenario.requireZeros("broker killed, started again after 2 s", 3);
    }
  }

  /** How long the broker is away, in seconds. */
  private static final int OUTAGE = Integer.getInteger("contrastream.test.outage", 30);

  @Test
  void shouldNotTakeALongBrokerOutageForSilence(ProcessCluster cluster) {
    try (Scenario scenario = Scenario.open(cluster, "long-outage", "pairs.window=10s")) {
      scenario.startProcessor();
      scenario.awaitOutput();
      cluster.killBroker();
      long at = System.currentTimeMillis();
      Await.pause(OUTAGE * 1000L);
      cluster.startBroker();
      scenario.awaitRecovery(at);
      scenario.requireZeros("broker away for %d s, pair window 10 s".formatted(OUTAGE), 1);
    }
  }

  @Test
  void shouldWaitForTheRegistryAtStartUp(ProcessCluster cluster) {
    try (Scenario scenario = Scenario.open(cluster, "registry-start")) {
      cluster.killRegistry();
      ChildProcess impatient = scenario.startProgram("registry.retry=2s");
      scenario.startProcessor();
      assertThat(impatient.awaitEnd(Await.TIMEOUT)).isTrue();
      assertThat(impatient.exitCode()).isEqualTo(1);
      assertThat(impatient.output()).contains("contrastream: The schema registry at ");
      Await.pause(3000);
      long at = System.currentTimeMillis();
      cluster.startRegistry();
      scenario.awaitRecovery(at);
      scenario.requireZeros("registry down at the start", 1);
    }
  }

  @Test
  void shouldSurviveARegistryOutage(ProcessCluster cluster) {
    try (Scenario scenario = Scenario.open(cluster, "registry", "registry.retry=3s")) {
      int newer = NewerSchema.register(scenario.registry(), scenario.settings().topics().images());
      scenario.startProcessor();
      scenario.awaitOutput();
      cluster.killRegistry();
      scenario.load().useNewerSchema(newer);
      Await.pause(8000);
      long at = System.currentTimeMillis();
      cluster.startRegistry();
      scenario.awaitRecovery(at);
      scenario.requireZeros("registry down while a new schema comes", 1);
    }
  }

  @Test
  void shouldStopIfTheDeadLetterTopicIsMissing(ProcessCluster cluster) {
    try (Scenario scenario = Scenario.open(cluster, "no-dead-letters")) {
      List<InvalidRecords.InvalidRecord> poisons = scenario.poisons();
      ChildProcess processor = scenario.startProcessor();
      scenario.awaitOutput();
      delete(scenario.settings(), scenario.settings().topics().deadLetters());
      scenario.load().poison(poisons.get(0));
      assertThat(processor.awaitEnd(Await.TIMEOUT)).as("stopped by itself").isTrue();
      assertThat(processor.output()).contains("Topic no-dead-letters-dead-letters does not exist");
      long at = System.currentTimeMillis();
      scenario.startProcessor();
      scenario.awaitRecovery(at);
      scenario.requireZeros("dead-letter topic deleted", 1);
    }
  }

  private static void delete(Settings settings, String topic) {
    try (Admin admin = Admin.create(settings.adminProperties())) {
      admin.deleteTopics(List.of(topic)).all().get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }
}
