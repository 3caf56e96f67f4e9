package io.contrastream.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import io.contrastream.checkpoint.Checkpoint;
import io.contrastream.config.Settings;
import io.contrastream.encoding.ModalityPair;
import io.contrastream.network.InitialWeights;
import io.contrastream.schema.ActivationCause;
import io.contrastream.schema.CheckpointLineage;
import io.contrastream.testing.EmbeddedCluster;
import io.contrastream.topic.Topics;
import io.contrastream.topic.registry.SchemaRegistry;
import io.contrastream.training.SamplePair;
import java.util.AbstractList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A real broker. */
class CandidatesTest {
  @RegisterExtension static final EmbeddedCluster CLUSTER = new EmbeddedCluster();

  /** Held-out pairs that run an action when the first of them is measured. */
  private static final class HoldOut extends AbstractList<SamplePair> {
    private final Runnable action;
    private boolean done;

    HoldOut(Runnable action) {
      this.action = action;
    }

    @Override
    public SamplePair get(int i) {
      if (!done) {
        done = true;
        action.run();
      }
      return SamplePair.of(TrainerHarness.PAIRS.pair(i));
    }

    @Override
    public int size() {
      return 20;
    }
  }

  @Test
  void shouldCompareWithTheCheckpointThatWasActivatedMeanwhile() throws Exception {
    try (TrainerHarness harness = new TrainerHarness(CLUSTER)) {
      Settings settings = harness.settings("rollback", "meanwhile");
      Checkpoint promoted = InitialWeights.of(1);
      Checkpoint proven = InitialWeights.of(2);
      List.of(promoted, proven).forEach(each -> harness.publish(settings, each));
      harness.activate(settings, promoted.id());
      List<SamplePair> holdOut =
          new HoldOut(() -> harness.activate(settings, proven.id(), ActivationCause.ROLLBACK));

      Candidates.Judged judged = judge(settings, holdOut);

      assertThat(judged.activeId()).isEqualTo(proven.id());
    }
  }

  @Test
  void shouldRefuseWhatWouldUndoARollbackByHand() throws Exception {
    try (TrainerHarness harness = new TrainerHarness(CLUSTER)) {
      Settings settings = harness.settings("by-hand", "meanwhile");
      Checkpoint promoted = InitialWeights.of(1);
      Checkpoint former = InitialWeights.of(2);
      List.of(promoted, former).forEach(each -> harness.publish(settings, each));
      harness.activate(settings, promoted.id());
      List<SamplePair> holdOut = new HoldOut(() -> harness.rollBack(settings, former.id()));

      Candidates.Judged judged = judge(settings, holdOut);

      assertThat(judged.activeId()).isEqualTo(former.id());
      assertThat(judged.record()).isEmpty();
      assertThat(judged.result().reasons())
          .singleElement()
          .asString()
          .startsWith("a person rolled back");
    }
  }

  private static Candidates.Judged judge(Settings settings, List<SamplePair> holdOut) {
    try (SchemaRegistry registry = SchemaRegistry.connect(settings.registry());
        Candidates candidates = new Candidates(settings, Topics.of(settings, registry))) {
      CheckpointLineage lineage =
          new CheckpointLineage("meanwhile", 1L, 1L, List.of(), 1L, Map.of());
      return candidates.judge(
          InitialWeights.of(3),
          new Candidates.Evidence(Map.of(ModalityPair.IMAGES, holdOut), List.of()),
          null,
          lineage);
    }
  }
}
