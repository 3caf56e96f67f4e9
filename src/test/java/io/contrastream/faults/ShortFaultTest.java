package io.contrastream.faults;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The short form, for every build: all of it is in the profile {@code faults}. */
class ShortFaultTest {
  @TempDir private Path folder;

  @Test
  void shouldCountAllAfterKillsAndPoison() {
    try (ProcessCluster stage = new ProcessCluster(folder, new FaultTable());
        Scenario scenario = Scenario.open(stage, "short")) {
      ChildProcess processor = scenario.startProcessor();
      scenario.awaitOutput();
      List<InvalidRecords.Record> poisons = scenario.poisons();
      poisons.forEach(poison -> scenario.load().poison(poison.key(), poison.value()));
      processor.kill();
      String midCommit = "-D" + ProcessorMain.TRIPWIRE + "=" + KillOnLog.MID_COMMIT.formatted(2);
      scenario.startProcessor(midCommit).awaitEnd(Await.PATIENCE);
      scenario.startProcessor();
      scenario.requireZeros("kill -9, poison, and kill -9 in the middle of a commit", 2);
    }
  }
}
