package io.contrastream.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.contrastream.checkpoint.CheckpointFile;
import io.contrastream.network.InitialWeights;
import io.contrastream.testing.Await;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Kills processors at random and at critical moments. */
@Tag("faults")
@ExtendWith(SharedCluster.class)
class KillTest {
  private static final Random RANDOM = new Random(20261123);

  @Test
  void shouldSurviveAKillAtAnyMoment(ProcessCluster cluster) {
    try (Scenario scenario = Scenario.open(cluster, "kill")) {
      scenario.killOften(14, RANDOM);
      scenario.requireZeros("kill -9 at a random moment", 14);
    }
  }

  @Test
  void shouldCountEachPairOnceInATrialOfACandidate(ProcessCluster cluster) {
    String guarantee = "stream.guarantee=exactly_once_v2"; // at_least_once counts some twice
    try (Scenario scenario = Scenario.open(cluster, "in-shadow", guarantee)) {
      scenario.killOften(6, RANDOM, "-D" + ProcessorMain.SHADOW + "=true");
      scenario.requireZeros("kill -9 with a candidate in the shadow of all pairs", 6);
      assertThat(scenario.ledger().pairsInShadow())
          .isPositive()
          .isEqualTo(scenario.ledger().targets());
    }
  }

  @Test
  void shouldSurviveAKillInTheMiddleOfABatch(ProcessCluster cluster) {
    try (Scenario scenario = Scenario.open(cluster, "mid-batch")) {
      for (int i = 0; i < 6; i++) {
        killedByItself(scenario, "-D" + ProcessorMain.KILL_AFTER + "=" + (2 + RANDOM.nextInt(60)));
      }
      scenario.requireZeros("kill -9 in the middle of a batch", 6);
    }
  }

  /** Starts a processor that kills itself, then another. */
  private static void killedByItself(Scenario scenario, String option) {
    ChildProcess doomed = scenario.startProcessor(option);
    assertThat(doomed.awaitEnd(Await.TIMEOUT)).as("killed itself").isTrue();
    long at = System.currentTimeMillis();
    ChildProcess next = scenario.startProcessor();
    scenario.awaitRecovery(at);
    Await.pause(RANDOM.nextInt(500));
    next.close();
  }

  @Test
  void shouldSurviveAKillInTheMiddleOfADrain(ProcessCluster cluster) {
    String interceptor = "streams.producer.interceptor.classes=" + KillOnDrain.class.getName();
    try (Scenario scenario = Scenario.open(cluster, "mid-drain", interceptor)) {
      for (int i = 0; i < 5; i++) {
        killedByItself(scenario, "-D" + KillOnDrain.COUNT + "=" + (1 + RANDOM.nextInt(300)));
      }
      scenario.requireZeros("kill -9 while a commit drains a batch", 5);
    }
  }

  @Test
  void shouldSurviveAKillInTheMiddleOfACommit(ProcessCluster cluster) {
    String guarantee = "stream.guarantee=exactly_once_v2"; // the only one whose commits have parts
    try (Scenario scenario = Scenario.open(cluster, "mid-commit", guarantee)) {
      for (int i = 0; i < 5; i++) {
        String spec = KillOnLog.MID_COMMIT.formatted(1 + RANDOM.nextInt(20));
        killedByItself(scenario, "-D" + ProcessorMain.KILL_ON_LOG + "=" + spec);
      }
      scenario.requireZeros("kill -9 between a commit's offsets and its end", 5);
    }
  }

  @Test
  void shouldSurviveAKillInTheMiddleOfARestore(ProcessCluster cluster) {
    try (Scenario scenario = Scenario.open(cluster, "mid-restore")) {
      ChildProcess processor = scenario.startProcessor();
      scenario.awaitOutput();
      for (int i = 0; i < 5; i++) {
        Await.pause(500 + RANDOM.nextInt(1000));
        processor.kill();
        long at = System.currentTimeMillis();
        String spec = KillOnLog.MID_RESTORE.formatted(1 + RANDOM.nextInt(3));
        ChildProcess doomed =
            scenario.startProcessor("-D" + ProcessorMain.KILL_ON_LOG + "=" + spec);
        assertThat(doomed.awaitEnd(Await.TIMEOUT)).as("killed itself while restoring").isTrue();
        processor = scenario.startProcessor();
        scenario.awaitRecovery(at);
      }
      scenario.requireZeros("kill -9, and again while it restores its state", 10);
    }
  }

  @Test
  void shouldSurviveAKillOfTheProgramWithItsNetwork(ProcessCluster cluster) {
    Path checkpoint = cluster.folder().resolve("network.safetensors");
    CheckpointFile.save(InitialWeights.of(1), checkpoint);
    String setting = "model.checkpoint=" + checkpoint;
    try (Scenario scenario = Scenario.openWithNetwork(cluster, "program", setting)) {
      ChildProcess processor = scenario.startProgram();
      scenario.awaitOutput();
      for (int i = 0; i < 4; i++) {
        Await.pause(RANDOM.nextInt(2000));
        processor.kill();
        long at = System.currentTimeMillis();
        processor = scenario.startProgram();
        scenario.awaitRecovery(at);
      }
      scenario.requireZeros("kill -9 of the program with its network", 4);
    }
  }

  /** Uses a small cache, so that stores write to their changelogs between commits too. */
  @Test
  void shouldLoseNothingAtLeastOnce(ProcessCluster cluster) {
    try (Scenario scenario =
        Scenario.open(
            cluster,
            "alo",
            "stream.guarantee=at_least_once",
            "streams.statestore.cache.max.bytes=65536")) {
      scenario.killOften(8, RANDOM);
      scenario.requireZeros("kill -9, at_least_once", 8);
    }
  }
}
