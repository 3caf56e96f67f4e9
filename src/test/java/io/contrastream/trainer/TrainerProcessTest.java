package io.contrastream.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import io.contrastream.checkpoint.Checkpoint;
import io.contrastream.config.Settings;
import io.contrastream.network.InitialWeights;
import io.contrastream.schema.ActivationCause;
import io.contrastream.schema.TrainingEvent;
import io.contrastream.schema.TrainingStep;
import io.contrastream.testing.Await;
import io.contrastream.testing.EmbeddedCluster;
import io.contrastream.topic.checkpoint.ActiveCheckpoint;
import io.contrastream.topic.checkpoint.CheckpointHistory;
import io.contrastream.topic.checkpoint.PublishedCheckpoint;
import io.contrastream.topic.registry.SchemaRegistry;
import io.contrastream.training.HoldOut;
import io.contrastream.training.SamplePair;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A real broker; every test has topics or a trainer of its own. */
class TrainerProcessTest {

  /** Lets everything in that is measured at all. */
  private static final String[] OPEN_GATE = {
    "gate.accuracy=0",
    "gate.margin=1",
    "gate.gain=-100",
    "gate.loss.margin=100",
    "gate.class.margin=1",
    "gate.variance=0",
    "gate.cosine=1"
  };

  private static final String NOT_THERE = "0123456789ab";

  @RegisterExtension static final EmbeddedCluster CLUSTER = new EmbeddedCluster();
  private static TrainerHarness harness;

  @BeforeAll
  static void start() {
    harness = new TrainerHarness(CLUSTER);
    harness.produce(harness.settings("pairs", "filler"), 0, 600);
  }

  @AfterAll
  static void stop() throws Exception {
    harness.close();
  }

  @Test
  void shouldPublishAndAnnounceACandidateThatPasses() throws Exception {
    Settings settings = harness.settings("pairs", "auto", OPEN_GATE);

    harness.train(settings, new TrainerProcess.Options(true, 20));

    CheckpointHistory history = harness.history(settings);
    ActiveCheckpoint active = history.active().orElseThrow();
    assertThat(active.cause()).isEqualTo(ActivationCause.PROMOTION);
    assertThat(active.by()).isEqualTo("auto");
    PublishedCheckpoint published = history.checkpoint(active.id()).orElseThrow();
    assertThat(published.lineage().getStep()).isEqualTo(20);
    assertThat(published.metrics()).containsKeys("holdout.loss", "holdout.accuracy");
    assertThat(published.lineage().getOffsets()).hasSize(3);
    assertThat(verdicts(settings, TrainingEvent.PROMOTED)).hasSize(1);
  }

  @Test
  void shouldLeaveTheActivationToAPersonWhereSoSet() throws Exception {
    String[] manual = with(OPEN_GATE, "training.promote=manual");
    Settings settings = harness.settings("pairs", "manual", manual);

    harness.train(settings, new TrainerProcess.Options(true, 20));

    CheckpointHistory history = harness.history(settings);
    assertThat(history.checkpoints()).hasSize(1);
    assertThat(history.active()).isEmpty();
    assertThat(verdicts(settings, TrainingEvent.PROMOTED)).isEmpty();
  }

  @Test
  void shouldKeepWhatWaitsForAPersonThoughMoreCandidatesWouldPass() throws Exception {
    String[] quick = {
      "training.promote=manual", "training.candidate.steps=2", "checkpoints.keep=2", "gate.pairs=2"
    };
    Settings settings = harness.settings("pairs", "waits", with(OPEN_GATE, quick));

    harness.train(settings, new TrainerProcess.Options(true, 20));

    assertThat(harness.history(settings).checkpoints())
        .first()
        .satisfies(first -> assertThat(first.lineage().getStep()).isLessThan(10));
  }

  @Test
  void shouldNotWriteItsStateForACandidateThatIsRefused() throws Exception {
    String[] quick = {
      "gate.accuracy=1", "training.candidate.steps=2", "training.commit.interval=1h"
    };
    Settings settings = harness.settings("pairs", "rarely", quick);

    harness.train(settings, new TrainerProcess.Options(true, 20));

    assertThat(verdicts(settings, TrainingEvent.REFUSED)).hasSizeGreaterThan(2);
    assertThat(harness.commits(settings)).isOne();
  }

  @Test
  void shouldTellWhyACandidateIsRefusedAndPublishNothing() throws Exception {
    Settings settings = harness.settings("pairs", "refused", "gate.accuracy=1");

    harness.train(settings, new TrainerProcess.Options(true, 20));

    CheckpointHistory history = harness.history(settings);
    assertThat(history.checkpoints()).isEmpty();
    TrainingStep verdict = verdicts(settings, TrainingEvent.REFUSED).get(0);
    assertThat(verdict.getPassed()).isFalse();
    assertThat(verdict.getReasons()).anyMatch(reason -> reason.contains("gate.accuracy"));
    assertThat(verdict.getActiveId()).isEqualTo(InitialWeights.of(1).id());
    assertThat(verdict.getHoldOut()).containsKey("holdout.loss");
  }

  @Test
  void shouldRefuseWhereWhatIsActiveCanNotBeRead() throws Exception {
    Settings settings =
        harness.settings("pairs", "blind", with(OPEN_GATE, "model.checkpoint=none"));
    harness.activate(settings, NOT_THERE);

    harness.train(settings, new TrainerProcess.Options(true, 20));

    assertThat(harness.history(settings).checkpoints()).isEmpty();
    assertThat(verdicts(settings, TrainingEvent.REFUSED))
        .singleElement()
        .satisfies(
            refused ->
                assertThat(refused.getReasons())
                    .singleElement()
                    .asString()
                    .contains("can't be read", NOT_THERE + " has no weights in the topic"));
  }

  @Test
  void shouldMeasureAgainstTheNewestThatCanBeReadWhereTheActiveOneCanNot() throws Exception {
    Settings settings = harness.settings("pairs", "former", OPEN_GATE);
    Checkpoint former = InitialWeights.of(2);
    harness.publish(settings, former);
    harness.activate(settings, former.id());
    harness.activate(settings, NOT_THERE);

    harness.train(settings, new TrainerProcess.Options(true, 20));

    assertThat(verdicts(settings, TrainingEvent.PROMOTED))
        .extracting(TrainingStep::getActiveId)
        .containsExactly(former.id());
  }

  @Test
  void shouldCompareWithTheBestOfThosePromoted() throws Exception {
    String[] strict = {"gate.loss.margin=0", "training.average=0"};
    Settings learning = harness.settings("pairs", "best", with(OPEN_GATE, strict));
    harness.train(learning, new TrainerProcess.Options(true, 20));
    String best = harness.history(learning).active().orElseThrow().id();
    Checkpoint worse = InitialWeights.of(1);
    harness.publish(learning, worse);
    harness.activate(learning, worse.id(), ActivationCause.PROMOTION);

    String[] none = {"training.learning.rate=1e-8", "training.least.learning.rate=0"};
    Settings idle = harness.settings("pairs", "best", with(with(OPEN_GATE, strict), none));
    harness.train(idle, new TrainerProcess.Options(true, 20));

    assertThat(harness.history(idle).activations())
        .extracting(ActiveCheckpoint::id)
        .containsExactly(worse.id(), best);
    assertThat(verdicts(idle, TrainingEvent.REFUSED))
        .singleElement()
        .satisfies(
            refused ->
                assertThat(refused.getReasons())
                    .anyMatch(reason -> reason.contains("the best checkpoint so far's is")));
  }

  @Test
  void shouldPromoteNothingAfterARollbackByHandUntilAPersonActivates() throws Exception {
    // given
    Settings settings = harness.settings("pairs", "held", OPEN_GATE);
    List.of(InitialWeights.of(1), InitialWeights.of(2))
        .forEach(each -> harness.publish(settings, each));
    String kept = InitialWeights.of(1).id();
    harness.activate(settings, kept);
    harness.activate(settings, InitialWeights.of(2).id());
    harness.rollBack(settings, kept);

    // when
    harness.train(settings, new TrainerProcess.Options(true, 20));

    // then
    assertThat(harness.history(settings).active().orElseThrow().id()).isEqualTo(kept);
    assertThat(verdicts(settings, TrainingEvent.PROMOTED)).isEmpty();

    // and when the person lifts the hold
    harness.activate(settings, kept);
    harness.train(settings, new TrainerProcess.Options(true, 20));

    // then
    assertThat(verdicts(settings, TrainingEvent.PROMOTED)).hasSize(1);
  }

  @Test
  void shouldWaitForTheVerdictOnItsLastCandidateInTheShadow() throws Exception {
    String[] shadowed = {"training.promote=shadow", "shadow.timeout=1s"};
    Settings settings = harness.settings("pairs", "shadow", with(OPEN_GATE, shadowed));

    harness.train(settings, new TrainerProcess.Options(true, 20)); // no processor runs

    TrainingStep tried = verdicts(settings, TrainingEvent.SHADOWED).get(0);
    assertThat(tried.getActiveId()).isEqualTo(InitialWeights.of(1).id());
    assertThat(tried.getSpaceId()).isNotNull();
    assertThat(verdicts(settings, TrainingEvent.REFUSED))
        .singleElement()
        .satisfies(
            refused -> {
              assertThat(refused.getCheckpointId()).isEqualTo(tried.getCheckpointId());
              assertThat(refused.getSpaceId()).isEqualTo(tried.getSpaceId());
              assertThat(refused.getReasons().get(0)).startsWith("only 0 of 2000 live pairs");
            });
    CheckpointHistory history = harness.history(settings);
    assertThat(history.shadow()).isEmpty();
    assertThat(history.checkpoint(tried.getCheckpointId())).isEmpty();
    assertThat(history.active()).isEmpty();
  }

  @Test
  void shouldTellOfItsProgressOnceForEachPointToResumeFrom() throws Exception {
    Settings settings = harness.settings("pairs", "progress");

    harness.train(settings, new TrainerProcess.Options(true, 6));
    harness.train(settings, new TrainerProcess.Options(false, 12));

    assertThat(harness.telemetry(settings, TrainingEvent.STEP))
        .extracting(TrainingStep::getStep)
        .containsExactly(2L, 4L, 6L, 8L, 10L, 12L);
    assertThat(harness.telemetry(settings, TrainingEvent.STEP))
        .allSatisfy(step -> assertThat(step.getLoss()).isPositive());
  }

  @Test
  void shouldBeginAnewWhereAsked() throws Exception {
    Settings settings = harness.settings("pairs", "anew");
    harness.train(settings, new TrainerProcess.Options(true, 4));
    String once = harness.state(settings).weights();
    harness.train(settings, new TrainerProcess.Options(false, 8));

    harness.train(settings, new TrainerProcess.Options(true, 4));

    assertThat(harness.state(settings).weights()).isEqualTo(once);
  }

  @Test
  void shouldTellWhyNoCandidateIsJudgedWhereTooFewPairsAreHeldOut() throws Exception {
    String[] few = {"training.candidate.steps=2", "gate.pairs=1000"};
    Settings settings = harness.settings("pairs", "few", few);

    harness.train(settings, new TrainerProcess.Options(true, 6));

    assertThat(harness.history(settings).checkpoints()).isEmpty();
    assertThat(verdicts(settings, TrainingEvent.NOT_JUDGED))
        .hasSize(3)
        .allSatisfy(
            told ->
                assertThat(told.getReasons().get(0))
                    .contains("pairs are held out so far; the gate needs 1000", "gate.pairs"));
  }

  @Test
  void shouldCommitAndJudgeWhatItHasLearntWhereNoMorePairsCome() throws Exception {
    String[] slow = {
      "topics.partitions=1",
      "gate.pairs=2",
      "training.commit.steps=3",
      "training.commit.interval=2s",
      "training.candidate.steps=1000",
      "training.candidate.interval=2s"
    };
    Settings settings = harness.settings("silent", "silent", with(OPEN_GATE, slow));
    harness.produce(settings, 0, 100);
    HoldOut holdOut = new HoldOut(settings.training().memory().holdOut());
    long steps =
        IntStream.range(0, 100)
                .mapToObj(TrainerHarness.PAIRS::pair)
                .map(SamplePair::of)
                .filter(holdOut::trains)
                .count()
            / 8;
    assertThat(steps % 3).as("steps beyond the last to resume from").isPositive();

    try (SchemaRegistry registry = SchemaRegistry.connect(settings.registry());
        TrainerProcess trainer =
            TrainerProcess.start(settings, registry, new TrainerProcess.Options(true, 0))) {
      Await.until("a checkpoint of step " + steps, () -> harness.lastStep(settings) == steps);
      harness.awaitCommitted(settings);

      assertThat(trainer.progress().counts().steps()).isEqualTo(steps);
      assertThat(harness.state(settings).steps()).isEqualTo(steps - steps % 3);
    }
    harness.produce(settings, 100, 400);
    harness.train(settings, new TrainerProcess.Options(false, 16));
    Settings calm = harness.settings("silent", "calm", with(OPEN_GATE, slow));
    harness.train(calm, new TrainerProcess.Options(true, 16));

    assertThat(harness.state(settings).weights()).isEqualTo(harness.state(calm).weights());
  }

  private static List<TrainingStep> verdicts(Settings settings, TrainingEvent kind) {
    return harness.telemetry(settings, kind);
  }

  private static String[] with(String[] settings, String... more) {
    return Stream.of(settings, more).flatMap(Stream::of).toArray(String[]::new);
  }
}
