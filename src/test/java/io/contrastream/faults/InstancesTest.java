package io.contrastream.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.contrastream.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Instances that start, stop and resume. */
@Tag("faults")
@ExtendWith(SharedCluster.class)
class InstancesTest {
  private static final Random RANDOM = new Random(20261123);

  @Test
  void shouldFenceAZombie(ProcessCluster cluster) {
    String poll = "streams.consumer.max.poll.interval.ms=8000";
    String session = "streams.consumer.session.timeout.ms=6000";
    try (Scenario scenario = Scenario.open(cluster, "zombie", poll, session)) {
      ChildProcess zombie = scenario.startProcessor();
      scenario.awaitOutput();
      ChildProcess other = scenario.startProcessor();
      for (int i = 0; i < 3; i++) {
        Await.pause(4000 + RANDOM.nextInt(1000));
        zombie.pause();
        long at = System.currentTimeMillis();
        Await.pause(9000);
        scenario.awaitRecovery(at);
        zombie.resume();
        ChildProcess next = other;
        other = zombie;
        zombie = next;
      }
      Await.pause(3000);
      scenario.requireZeros("SIGSTOP past the poll limit, then SIGCONT", 3);
    }
  }

  @Test
  void shouldScaleUpAndDown(ProcessCluster cluster) {
    try (Scenario scenario = Scenario.open(cluster, "scale")) {
      scenario.startProcessor();
      scenario.awaitOutput();
      for (int i = 0; i < 2; i++) {
        ChildProcess second = scenario.startProcessor();
        ChildProcess third = scenario.startProcessor();
        Await.pause(12_000);
        second.close();
        Await.pause(1000);
        third.close();
        scenario.awaitRecovery(System.currentTimeMillis());
      }
      scenario.requireZeros("1 → 3 → 1 instances", 2);
    }
  }

  @Test
  void shouldGoOnWithItsStandby(ProcessCluster cluster) {
    String standby = "streams.num.standby.replicas=1";
    try (Scenario scenario = Scenario.open(cluster, "standby", standby)) {
      ChildProcess oldest = scenario.startProcessor();
      scenario.awaitOutput();
      for (int i = 0; i < 3; i++) {
        ChildProcess next = scenario.startProcessor();
        Await.pause(12_000);
        oldest.kill();
        scenario.awaitRecovery(System.currentTimeMillis());
        oldest = next;
      }
      scenario.requireZeros("kill -9, and its standby goes on", 3);
    }
  }

  @Test
  void shouldStartWithoutItsLocalState(ProcessCluster cluster) throws IOException {
    try (Scenario scenario = Scenario.open(cluster, "wiped")) {
      ChildProcess processor = scenario.startProcessor();
      scenario.awaitOutput();
      for (int i = 0; i < 3; i++) {
        Await.pause(RANDOM.nextInt(2000));
        processor.kill();
        long at = System.currentTimeMillis();
        wipe(scenario.stateDir());
        processor = scenario.startProcessor();
        scenario.awaitRecovery(at);
      }
      scenario.requireZeros("kill -9, and its local state wiped", 3);
    }
  }

  private static void wipe(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @Test
  void shouldScoreWithOneCheckpointDuringSwaps(ProcessCluster cluster) {
    try (Scenario scenario = Scenario.open(cluster, "swap")) {
      scenario.killOften(4, RANDOM, "-D" + ProcessorMain.SWAP_MS + "=60");
      Await.pause(5000);
      scenario.requireZeros("checkpoint swapped each 30 ms, and kill -9", 4);
      assertThat(scenario.ledger().rescored()).isGreaterThan(1000);
    }
  }
}
