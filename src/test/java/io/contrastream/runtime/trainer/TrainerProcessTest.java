package io.contrastream.runtime.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.contrastream.config.Settings;
import io.contrastream.model.InitialWeights;
import io.contrastream.schema.ActivationCause;
import io.contrastream.schema.TrainingEvent;
import io.contrastream.schema.TrainingStep;
import io.contrastream.topic.SchemaRegistry;
import io.contrastream.topic.checkpoint.ActiveCheckpoint;
import io.contrastream.topic.checkpoint.CheckpointHistory;
import io.contrastream.topic.checkpoint.PublishedCheckpoint;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A real broker; every test has topics or a trainer of its own. */
class TrainerProcessTest {

  /** Lets everything in that is measured at all. */
  private static final String[] OPEN_GATE = {
    "gate.accuracy=0",
    "gate.margin=1",
    "gate.loss.margin=100",
    "gate.class.margin=1",
    "gate.variance=0",
    "gate.cosine=1"
  };

  private static TrainerHarness harness;

  @BeforeAll
  static void start() {
    harness = new TrainerHarness();
    harness.produce(harness.settings("pairs", "filler"), 0, 400);
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
  void shouldStopTheFirstOfTwoTrainersOfOneName() throws Exception {
    Settings settings = harness.settings("fence", "twins");
    harness.produce(settings, 0, 40);
    try (SchemaRegistry registry = SchemaRegistry.connect(settings.registry());
        TrainerProcess first =
            TrainerProcess.start(settings, registry, TrainerProcess.Options.NONE)) {
      assertThat(first.await(Duration.ofSeconds(3))).isFalse();
      try (TrainerProcess second =
          TrainerProcess.start(settings, registry, TrainerProcess.Options.NONE)) {
        harness.produce(settings, 40, 120);

        assertThat(first.await(Duration.ofMinutes(1))).isTrue();
        assertThatThrownBy(first::throwFailure)
            .isInstanceOf(TrainerFencedException.class)
            .hasMessageContaining("Another trainer named twins was started")
            .hasMessageContaining("--name");
        assertThat(second.isRunning()).isTrue();
        second.throwFailure();
      }
    }
  }

  @Test
  void shouldPassOverARecordThatIsNoPair() throws Exception {
    Settings settings = harness.settings("bad", "bad");
    harness.produce(settings, 0, 20);
    garbage(settings);
    harness.produce(settings, 20, 100);

    harness.train(settings, new TrainerProcess.Options(true, 4));

    assertThat(harness.state(settings).steps()).isEqualTo(4);
  }

  private static List<TrainingStep> verdicts(Settings settings, TrainingEvent kind) {
    return harness.telemetry(settings, kind);
  }

  private static void garbage(Settings settings) {
    Map<String, Object> properties = settings.producerProperties();
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int partition = 0; partition < 3; partition++) {
        producer.send(
            new ProducerRecord<>(
                settings.topics().labelledPairs(), partition, null, new byte[] {1, 2, 3}));
      }
    }
  }

  private static String[] with(String[] settings, String more) {
    String[] all = java.util.Arrays.copyOf(settings, settings.length + 1);
    all[settings.length] = more;
    return all;
  }
}
