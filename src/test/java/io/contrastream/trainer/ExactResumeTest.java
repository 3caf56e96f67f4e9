package io.contrastream.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import io.contrastream.config.Settings;
import io.contrastream.schema.TrainingEvent;
import io.contrastream.schema.TrainingStep;
import io.contrastream.testing.EmbeddedCluster;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Killed anywhere and started again, a trainer ends as one that was never disturbed. */
class ExactResumeTest {
  @RegisterExtension static final EmbeddedCluster CLUSTER = new EmbeddedCluster();
  private static TrainerHarness harness;

  @BeforeAll
  static void start() {
    harness = new TrainerHarness(CLUSTER);
  }

  @AfterAll
  static void stop() throws Exception {
    harness.close();
  }

  @Test
  void shouldEndWithTheSameWeightsWhenKilledTwice() throws Exception {
    shouldEndAlike("short", 2, 24);
  }

  @Test
  @Tag("faults")
  void shouldEndWithTheSameWeightsWhenKilledTwentyTimes() throws Exception {
    shouldEndAlike("long", 20, 300);
  }

  private static void shouldEndAlike(String topics, int kills, int steps) throws Exception {
    String[] quick = {
      "training.candidate.steps=6",
      "gate.accuracy=0",
      "gate.gain=-100",
      "gate.loss.margin=100",
      "gate.margin=1",
      "gate.class.margin=1",
      "gate.cosine=1",
      "gate.variance=0"
    };
    Settings calm = harness.settings(topics, "calm", quick);
    Settings killed = harness.settings(topics, "killed", quick);
    harness.produce(calm, 0, steps * 20); // half of them are trained on

    harness.train(calm, new TrainerProcess.Options(false, steps));
    new Killing(harness.overrides(topics, "killed", quick), steps, 1).run(kills);

    TrainerState expected = harness.state(calm);
    TrainerState actual = harness.state(killed);
    assertThat(actual.weights()).isEqualTo(expected.weights());
    assertThat(actual.position()).isEqualTo(expected.position());
    assertThat(actual.parts().keySet()).isEqualTo(expected.parts().keySet());
    actual
        .parts()
        .forEach((name, bytes) -> assertThat(bytes).as(name).isEqualTo(expected.parts().get(name)));
    assertThat(steps(killed)).containsExactlyElementsOf(pointsToResumeFrom(steps));
    assertThat(harness.history(killed).checkpoints()).isNotEmpty();
  }

  private static List<Long> steps(Settings settings) {
    return harness.telemetry(settings, TrainingEvent.STEP).stream()
        .map(TrainingStep::getStep)
        .toList();
  }

  private static List<Long> pointsToResumeFrom(int steps) {
    return new ArrayList<>(LongStream.rangeClosed(1, steps / 2).mapToObj(i -> 2 * i).toList());
  }
}
