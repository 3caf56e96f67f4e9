package io.contrastream.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.contrastream.checkpoint.CheckpointFile;
import io.contrastream.model.InitialWeights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Faults under load, with the processor as a process of its own; what came out is counted by id
 * from the topics. The table goes to {@code target/faults.md}.
 */
@Tag("faults")
class FaultTest {
  private static final long SEED = 20261123;
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir private static Path folder;
  private static final FaultTable TABLE = new FaultTable();
  private static final Random RANDOM = new Random(SEED);
  private static Stage stage;

  @BeforeAll
  static void start() {
    stage = new Stage(folder);
  }

  @AfterAll
  static void stop() {
    stage.close();
    TABLE.write(Path.of(System.getProperty("contrastream.home", ""), "target", "faults.md"));
  }

  @Test
  void shouldSurviveAKillAtAnyMoment() {
    try (Scenario scenario = Scenario.open(stage, "kill")) {
      killOften(scenario, 14);
      requireZeros("kill -9 at a random moment", 14, scenario);
    }
  }

  private static void killOften(Scenario scenario, int times, String... options) {
    ChildProcess processor = scenario.startProcessor(options);
    scenario.awaitOutput();
    for (int i = 0; i < times; i++) {
      Await.pause(RANDOM.nextInt(2000));
      processor.kill();
      long at = System.currentTimeMillis();
      processor = scenario.startProcessor(options);
      scenario.awaitRecovery(at);
    }
  }

  @Test
  void shouldSurviveAKillInTheMiddleOfABatch() {
    try (Scenario scenario = Scenario.open(stage, "mid-batch")) {
      for (int i = 0; i < 6; i++) {
        killedByItself(scenario, "-D" + ProcessorMain.KILL_AFTER + "=" + (2 + RANDOM.nextInt(60)));
      }
      requireZeros("kill -9 in the middle of a batch", 6, scenario);
    }
  }

  /** Starts a processor that will kill itself, and another when it has. */
  private static void killedByItself(Scenario scenario, String option) {
    ChildProcess doomed = scenario.startProcessor(option);
    assertThat(doomed.awaitEnd(PATIENCE)).as("killed itself").isTrue();
    long at = System.currentTimeMillis();
    ChildProcess next = scenario.startProcessor();
    scenario.awaitRecovery(at);
    Await.pause(RANDOM.nextInt(500));
    next.close();
  }

  @Test
  void shouldSurviveAKillInTheMiddleOfADrain() {
    String interceptor = "streams.producer.interceptor.classes=" + DrainTrap.class.getName();
    try (Scenario scenario = Scenario.open(stage, "mid-drain", interceptor)) {
      for (int i = 0; i < 5; i++) {
        killedByItself(scenario, "-D" + DrainTrap.COUNT + "=" + (1 + RANDOM.nextInt(300)));
      }
      requireZeros("kill -9 while a commit drains a batch", 5, scenario);
    }
  }

  @Test
  void shouldSurviveAKillInTheMiddleOfACommit() {
    try (Scenario scenario = Scenario.open(stage, "mid-commit")) {
      for (int i = 0; i < 5; i++) {
        String wire = Tripwire.MID_COMMIT.formatted(1 + RANDOM.nextInt(20));
        killedByItself(scenario, "-D" + ProcessorMain.TRIPWIRE + "=" + wire);
      }
      requireZeros("kill -9 between a commit's offsets and its end", 5, scenario);
    }
  }

  @Test
  void shouldSurviveAKillInTheMiddleOfARestore() {
    try (Scenario scenario = Scenario.open(stage, "mid-restore")) {
      ChildProcess processor = scenario.startProcessor();
      scenario.awaitOutput();
      for (int i = 0; i < 5; i++) {
        Await.pause(500 + RANDOM.nextInt(1000));
        processor.kill();
        long at = System.currentTimeMillis();
        String wire = Tripwire.MID_RESTORE.formatted(1 + RANDOM.nextInt(3));
        ChildProcess doomed = scenario.startProcessor("-D" + ProcessorMain.TRIPWIRE + "=" + wire);
        assertThat(doomed.awaitEnd(PATIENCE)).as("killed itself while restoring").isTrue();
        processor = scenario.startProcessor();
        scenario.awaitRecovery(at);
      }
      requireZeros("kill -9, and again while it restores its state", 10, scenario);
    }
  }

  @Test
  void shouldSurviveAKillOfTheProgramWithItsNetwork() {
    Path checkpoint = folder.resolve("network.safetensors");
    CheckpointFile.save(InitialWeights.of(SEED), checkpoint);
    String setting = "model.checkpoint=" + checkpoint;
    try (Scenario scenario = Scenario.openWithNetwork(stage, "program", setting)) {
      ChildProcess processor = scenario.startProgram();
      scenario.awaitOutput();
      for (int i = 0; i < 4; i++) {
        Await.pause(RANDOM.nextInt(2000));
        processor.kill();
        long at = System.currentTimeMillis();
        processor = scenario.startProgram();
        scenario.awaitRecovery(at);
      }
      requireZeros("kill -9 of the program with its network", 4, scenario);
    }
  }

  @Test
  void shouldLoseNothingAtLeastOnce() {
    try (Scenario scenario = Scenario.open(stage, "alo", "stream.guarantee=at_least_once")) {
      killOften(scenario, 4);
      Verdict verdict = scenario.finish(Ledger.NOTHING);
      TABLE.add("kill -9, at_least_once", 4, verdict, scenario.recoveriesMs());
      assertThat(verdict.lost()).isZero();
      assertThat(verdict.mixed()).isZero();
    }
  }

  @Test
  void shouldFenceAZombie() {
    String poll = "streams.consumer.max.poll.interval.ms=8000";
    String session = "streams.consumer.session.timeout.ms=6000";
    try (Scenario scenario = Scenario.open(stage, "zombie", poll, session)) {
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
      requireZeros("SIGSTOP past the poll limit, then SIGCONT", 3, scenario);
    }
  }

  @Test
  void shouldShareTheWorkWithMoreAndFewer() {
    try (Scenario scenario = Scenario.open(stage, "scale")) {
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
      requireZeros("1 → 3 → 1 instances", 2, scenario);
    }
  }

  @Test
  void shouldOutliveTheBroker() {
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
      requireZeros("broker killed, started again after 2 s", 3, scenario);
    }
  }

  @Test
  void shouldWaitForARegistryThatIsDownAtTheStart() {
    try (Scenario scenario = Scenario.open(stage, "registry-start")) {
      stage.killRegistry();
      ChildProcess impatient = scenario.startProgram("registry.retry=2s");
      scenario.startProcessor();
      assertThat(impatient.awaitEnd(PATIENCE)).isTrue();
      assertThat(impatient.exitCode()).isEqualTo(1);
      assertThat(impatient.output()).contains("contrastream: The schema registry at ");
      Await.pause(3000);
      long at = System.currentTimeMillis();
      stage.startRegistry();
      scenario.awaitRecovery(at);
      requireZeros("registry down at the start", 1, scenario);
    }
  }

  @Test
  void shouldOutliveTheRegistry() {
    try (Scenario scenario = Scenario.open(stage, "registry", "registry.retry=3s")) {
      int newer = scenario.registerNewerSchema();
      scenario.startProcessor();
      scenario.awaitOutput();
      stage.killRegistry();
      scenario.load().useNewerSchema(newer);
      Await.pause(8000);
      long at = System.currentTimeMillis();
      stage.startRegistry();
      scenario.awaitRecovery(at);
      requireZeros("registry down while a new schema comes", 1, scenario);
    }
  }

  @Test
  void shouldStartWithoutItsLocalState() throws IOException {
    try (Scenario scenario = Scenario.open(stage, "wiped")) {
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
      requireZeros("kill -9, and its local state wiped", 3, scenario);
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
  void shouldGiveUpOnlyTheImagesThatFail() {
    int every = 37;
    try (Scenario scenario = Scenario.open(stage, "bad-images")) {
      scenario.startProcessor(
          "-D" + ProcessorMain.BAD_EVERY + "=" + every,
          "-D" + ProcessorMain.OUT_OF_MEMORY + "=0.1");
      scenario.awaitOutput();
      Await.pause(8000);
      IntPredicate bad = new KnownModel.Faults(every, 0, 0, 0)::bad;
      requireZeros("1 of 37 images bad, 1 of 10 batches out of memory", 1, scenario, bad);
    }
  }

  @Test
  void shouldStopWhereTheDeviceIsLost() {
    try (Scenario scenario = Scenario.open(stage, "device")) {
      for (int i = 0; i < 3; i++) {
        int batches = 20 + RANDOM.nextInt(100);
        ChildProcess processor =
            scenario.startProcessor("-D" + ProcessorMain.LOST_AFTER + "=" + batches);
        assertThat(processor.awaitEnd(PATIENCE)).as("stopped by itself").isTrue();
        assertThat(processor.exitCode()).isEqualTo(1);
        assertThat(processor.output()).contains("The device is lost");
      }
      long at = System.currentTimeMillis();
      scenario.startProcessor();
      scenario.awaitRecovery(at);
      requireZeros("device lost", 3, scenario);
    }
  }

  @Test
  void shouldScoreWithOneCheckpointWhileTheyChange() {
    try (Scenario scenario = Scenario.open(stage, "swap")) {
      killOften(scenario, 4, "-D" + ProcessorMain.SWAP_MS + "=60");
      Await.pause(5000);
      requireZeros("checkpoint swapped each 30 ms, and kill -9", 4, scenario);
    }
  }

  @Test
  void shouldCostOneDeadLetterForEachPoison() {
    try (Scenario scenario = Scenario.open(stage, "poison")) {
      scenario.startProcessor();
      scenario.awaitOutput();
      List<Poisons.Record> poisons = scenario.poisons();
      for (Poisons.Record poison : poisons) {
        scenario.load().poison(poison.key(), poison.value());
        Await.pause(100);
      }
      requireZeros("poison of each kind", poisons.size(), scenario);
    }
  }

  @Test
  void shouldOutliveNothingButPoison() {
    try (Scenario scenario = Scenario.open(stage, "all-poison")) {
      List<Poisons.Record> poisons = scenario.poisons();
      ChildProcess processor = scenario.startProcessor();
      scenario.awaitOutput();
      int images = scenario.load().finish();
      for (int i = 0; i < 1000; i++) {
        Poisons.Record poison = poisons.get(i % poisons.size());
        scenario.load().poison(poison.key(), poison.value());
      }
      processor.kill();
      scenario.startProcessor();
      assertThat(images).isPositive();
      requireZeros("nothing but poison, and kill -9", 1000, scenario);
    }
  }

  @Test
  void shouldStopWhereTheDeadLetterTopicIsMissing() {
    try (Scenario scenario = Scenario.open(stage, "no-dead-letters")) {
      List<Poisons.Record> poisons = scenario.poisons();
      ChildProcess processor = scenario.startProcessor();
      scenario.awaitOutput();
      scenario.deleteDeadLetters();
      scenario.load().poison(poisons.get(0).key(), poisons.get(0).value());
      assertThat(processor.awaitEnd(PATIENCE)).as("stopped by itself").isTrue();
      assertThat(processor.output()).contains("no-dead-letters-dead-letters");
      long at = System.currentTimeMillis();
      scenario.startProcessor();
      scenario.awaitRecovery(at);
      requireZeros("dead-letter topic deleted", 1, scenario);
    }
  }

  private static void requireZeros(String fault, int times, Scenario scenario) {
    requireZeros(fault, times, scenario, Ledger.NOTHING);
  }

  private static void requireZeros(String fault, int times, Scenario scenario, IntPredicate bad) {
    Verdict verdict = scenario.finish(bad);
    TABLE.add(fault, times, verdict, scenario.recoveriesMs());
    assertThat(verdict)
        .as("%s %s", fault, scenario.ledger().progress())
        .isEqualTo(new Verdict(verdict.images(), 0, 0, 0, 0, List.of()));
  }
}
