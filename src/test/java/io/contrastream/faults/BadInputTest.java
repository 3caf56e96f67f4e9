package io.contrastream.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.contrastream.testing.Await;
import java.util.List;
import java.util.Random;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Invalid records and failing batches. */
@Tag("faults")
@ExtendWith(SharedCluster.class)
class BadInputTest {
  private static final Random RANDOM = new Random(20261123);

  @Test
  void shouldDeadLetterOnlyTheImagesThatFail(ProcessCluster cluster) {
    int every = 37;
    try (Scenario scenario = Scenario.open(cluster, "bad-images")) {
      scenario.startProcessor(
          "-D" + ProcessorMain.BAD_EVERY + "=" + every,
          "-D" + ProcessorMain.OUT_OF_MEMORY + "=0.1");
      scenario.awaitOutput();
      Await.pause(8000);
      IntPredicate bad = new KnownModel.Faults(every, 0, 0, 0)::bad;
      scenario.requireZeros("1 of 37 images bad, 1 of 10 batches out of memory", 1, bad);
    }
  }

  @Test
  void shouldStopWhenTheDeviceIsLost(ProcessCluster cluster) {
    try (Scenario scenario = Scenario.open(cluster, "device")) {
      for (int i = 0; i < 3; i++) {
        int batches = 20 + RANDOM.nextInt(100);
        ChildProcess processor =
            scenario.startProcessor("-D" + ProcessorMain.LOST_AFTER + "=" + batches);
        assertThat(processor.awaitEnd(Await.TIMEOUT)).as("stopped by itself").isTrue();
        assertThat(processor.exitCode()).isEqualTo(1);
        assertThat(processor.output()).contains("The device is lost");
      }
      long at = System.currentTimeMillis();
      scenario.startProcessor();
      scenario.awaitRecovery(at);
      scenario.requireZeros("device lost", 3);
    }
  }

  @Test
  void shouldWriteOneDeadLetterPerInvalidRecord(ProcessCluster cluster) {
    try (Scenario scenario = Scenario.open(cluster, "poison")) {
      scenario.startProcessor();
      scenario.awaitOutput();
      List<InvalidRecords.InvalidRecord> poisons = scenario.poisons();
      for (InvalidRecords.InvalidRecord poison : poisons) {
        scenario.load().poison(poison);
        Await.pause(100);
      }
      scenario.requireZeros("poison of each kind", poisons.size());
    }
  }

  @Test
  void shouldSurviveInvalidRecordsOnly(ProcessCluster cluster) {
    try (Scenario scenario = Scenario.open(cluster, "all-poison")) {
      List<InvalidRecords.InvalidRecord> poisons = scenario.poisons();
      ChildProcess processor = scenario.startProcessor();
      scenario.awaitOutput();
      int images = scenario.load().finish();
      for (int i = 0; i < 1000; i++) {
        InvalidRecords.InvalidRecord poison = poisons.get(i % poisons.size());
        scenario.load().poison(poison);
      }
      processor.kill();
      scenario.startProcessor();
      assertThat(images).isPositive();
      scenario.requireZeros("nothing but poison, and kill -9", 1000);
    }
  }
}
