package io.contrastream.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.contrastream.config.Settings;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the processor relies on goes away for a while. */
@Tag("faults")
@ExtendWith(SharedCluster.class)
class OutageTest {
  private static final Random RANDOM = new Random(20261123);

  @Test
  void shouldOutliveTheBroker(ProcessCluster stage) {
    try (Scenario scenario = Scenario.open(stage, "broker")) {
      scenario.startProcessor();
      scenario.awaitOutput();
      for (int i = 0; i < 3; i++) {
        Await.pause(RANDOM.nextInt(2000));
        stage.killBroker();
        long at = System.currentTimeMillis();
        Await.pause(2000);
        stage.startBroker();
        scenario.awaitRecovery(at);
      }
      scenario.requireZeros("broker killed, started again after 2 s", 3);
    }
  }

  @Test
  void shouldWaitForARegistryThatIsDownAtTheStart(ProcessCluster stage) {
    try (Scenario scenario = Scenario.open(stage, "registry-start")) {
      stage.killRegistry();
      ChildProcess impatient = scenario.startProgram("registry.retry=2s");
      scenario.startProcessor();
      assertThat(impatient.awaitEnd(Await.PATIENCE)).isTrue();
      assertThat(impatient.exitCode()).isEqualTo(1);
      assertThat(impatient.output()).contains("contrastream: The schema registry at ");
      Await.pause(3000);
      long at = System.currentTimeMillis();
      stage.startRegistry();
      scenario.awaitRecovery(at);
      scenario.requireZeros("registry down at the start", 1);
    }
  }

  @Test
  void shouldOutliveTheRegistry(ProcessCluster stage) {
    try (Scenario scenario = Scenario.open(stage, "registry", "registry.retry=3s")) {
      int newer = NewerSchema.register(scenario.registry(), scenario.settings().topics().images());
      scenario.startProcessor();
      scenario.awaitOutput();
      stage.killRegistry();
      scenario.load().useNewerSchema(newer);
      Await.pause(8000);
      long at = System.currentTimeMillis();
      stage.startRegistry();
      scenario.awaitRecovery(at);
      scenario.requireZeros("registry down while a new schema comes", 1);
    }
  }

  @Test
  void shouldStopWhereTheDeadLetterTopicIsMissing(ProcessCluster stage) {
    try (Scenario scenario = Scenario.open(stage, "no-dead-letters")) {
      List<InvalidRecords.Record> poisons = scenario.poisons();
      ChildProcess processor = scenario.startProcessor();
      scenario.awaitOutput();
      delete(scenario.settings(), scenario.settings().topics().deadLetters());
      scenario.load().poison(poisons.get(0).key(), poisons.get(0).value());
      assertThat(processor.awaitEnd(Await.PATIENCE)).as("stopped by itself").isTrue();
      assertThat(processor.output()).contains("There is no topic no-dead-letters-dead-letters");
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
