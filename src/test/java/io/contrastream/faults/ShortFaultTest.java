package io.contrastream.faults;

import io.contrastream.testing.Await;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A short fault test for every build; the profile {@code faults} runs all of them. */
class ShortFaultTest {
  @TempDir private Path folder;

  @Test
  void shouldLoseNothingAfterKillsAndInvalidRecords() {
    try (ProcessCluster cluster = new ProcessCluster(folder, new FaultTable());
        Scenario scenario = Scenario.open(cluster, "short")) {
      ChildProcess processor = scenario.startProcessor();
      scenario.awaitOutput();
      List<InvalidRecords.InvalidRecord> poisons = scenario.poisons();
      poisons.forEach(poison -> scenario.load().poison(poison));
      processor.kill();
      String midCommit = "-D" + ProcessorMain.KILL_ON_LOG + "=" + KillOnLog.MID_COMMIT.formatted(2);
      scenario.startProcessor(midCommit).awaitEnd(Await.TIMEOUT);
      scenario.startProcessor();
      scenario.requireZeros("kill -9, poison, and kill -9 in the middle of a commit", 2);
    }
  }
}
