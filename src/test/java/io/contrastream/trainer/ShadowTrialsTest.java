package io.contrastream.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import io.contrastream.checkpoint.Checkpoint;
import io.contrastream.config.Settings;
import io.contrastream.network.InitialWeights;
import io.contrastream.schema.LossWindow;
import io.contrastream.schema.ModelCheckpoint;
import io.contrastream.schema.ShadowLoss;
import io.contrastream.testing.EmbeddedCluster;
import io.contrastream.topic.Topic;
import io.contrastream.topic.Topics;
import io.contrastream.topic.checkpoint.CheckpointWriter;
import io.contrastream.topic.checkpoint.ShadowCheckpoint;
import io.contrastream.topic.registry.SchemaRegistry;
import io.contrastream.training.GateResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A real broker; every test has a model of its own. */
class ShadowTrialsTest {
  private static final Checkpoint ACTIVE = InitialWeights.of(1);
  private static final Checkpoint CANDIDATE = InitialWeights.of(2);

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
  void shouldSumTheLossOfItsCandidateBesideItsActiveCheckpoint() throws Exception {
    try (Trial trial = new Trial("sums")) {
      trial.loss(ACTIVE.id(), "another", 1000, 0.9); // before it began, and of another one
      trial.begin();
      trial.loss(CANDIDATE.id(), CANDIDATE.id(), 1000, 0.9);
      trial.loss(ACTIVE.id(), "another", 1000, 0.9);
      trial.loss(ACTIVE.id(), CANDIDATE.id(), 60, 0.1);
      assertThat(trial.read()).isEmpty();

      trial.loss(ACTIVE.id(), CANDIDATE.id(), 60, 0.2);

      ShadowTrials.Verdict verdict = trial.resumed().orElseThrow(); // as after a kill
      assertThat(verdict.result().passed()).isTrue();
      assertThat(verdict.sums().pairs()).isEqualTo(120);
      assertThat(verdict.sums().meanLoss()).isBetween(0.1499, 0.1501);
      assertThat(trial.sent(verdict))
          .containsExactly(
              "shadow null", "active/2 " + CANDIDATE.id()); // keeps the weights: it is active now
    }
  }

  @Test
  void shouldRefuseAWorseOneAndDeleteIt() throws Exception {
    try (Trial trial = new Trial("worse")) {
      trial.begin();
      trial.loss(ACTIVE.id(), CANDIDATE.id(), 150, 0.5);

      ShadowTrials.Verdict verdict = trial.read().orElseThrow();

      assertThat(verdict.result().passed()).isFalse();
      assertThat(trial.sent(verdict)).containsExactly("shadow null", CANDIDATE.id() + " null");
      assertThat(trial.trials.isOpen()).isFalse();
    }
  }

  @Test
  void shouldEndIfTooFewPairsCome() throws Exception {
    try (Trial trial = new Trial("late", "shadow.timeout=1s")) {
      trial.begin();
      trial.loss(ACTIVE.id(), CANDIDATE.id(), 99, 0.1);

      GateResult result = trial.await().result();

      assertThat(result.passed()).isFalse();
      assertThat(result.reasons().get(0)).startsWith("only 99 of 100 live pairs");
    }
  }

  @Test
  void shouldEndIfAnotherCheckpointIsActivated() throws Exception {
    try (Trial trial = new Trial("overtaken")) {
      trial.begin();
      harness.activate(trial.settings, CANDIDATE.id()); // by a person, who wants to keep it

      ShadowTrials.Verdict verdict = trial.read().orElseThrow();

      assertThat(verdict.result().reasons().get(0)).startsWith("another checkpoint was announced");
      assertThat(trial.sent(verdict)).containsExactly("shadow null");
    }
  }

  @Test
  void shouldEndIfAProcessorCanNotUseIt() throws Exception {
    try (Trial trial = new Trial("broken")) {
      ShadowCheckpoint begun = trial.begin();
      trial.publish(begun.refused("it is truncated"));

      ShadowTrials.Verdict verdict = trial.read().orElseThrow();

      assertThat(verdict.result().reasons().get(0))
          .isEqualTo("a processor can't use it: it is truncated");
    }
  }

  @Test
  void shouldLeaveTheShadowOfAnotherTrainerAlone() throws Exception {
    try (Trial trial = new Trial("replaced")) {
      trial.begin();
      trial.publish(trial.ofAnother());

      ShadowTrials.Verdict verdict = trial.read().orElseThrow();

      assertThat(verdict.result().reasons().get(0)).contains("another candidate took its place");
      assertThat(trial.sent(verdict)).containsExactly(CANDIDATE.id() + " null");
      assertThat(trial.trials.occupant(trial.candidates.readHistory()))
          .contains("candidate 0123456789ab of trainer another is in the shadow");
    }
  }

  @Test
  void shouldGoOnUntilTheTopicShowsIt() throws Exception {
    try (Trial trial = new Trial("unseen")) {
      ShadowCheckpoint begun = trial.beginUnseen(); // commits become readable a moment later
      assertThat(trial.trials.verdict()).isEmpty();
      assertThat(trial.read()).isEmpty();
      trial.publish(begun);
      assertThat(trial.read()).isEmpty();
      trial.end();

      GateResult result = trial.read().orElseThrow().result();

      assertThat(result.reasons().get(0)).startsWith("it is no longer in the shadow");
    }
  }

  @Test
  void shouldEndInTheTopicEvenIfThatHasNotShownIt() throws Exception {
    try (Trial trial = new Trial("quick")) {
      trial.beginUnseen();
      trial.loss(ACTIVE.id(), CANDIDATE.id(), 150, 0.5);

      ShadowTrials.Verdict verdict = trial.read().orElseThrow();

      assertThat(trial.sent(verdict)).containsExactly("shadow null", CANDIDATE.id() + " null");
    }
  }

  @Test
  void shouldNotBeginWhileAnotherTrainersTrialIsOn() throws Exception {
    try (Trial trial = new Trial("occupied")) {
      Promotions promotions = trial.promotions();
      Candidates.Judged judged = trial.judged();
      trial.candidates.readHistory();
      assertThat(promotions.unlessOccupied(judged)).isEqualTo(judged);

      trial.publish(trial.ofAnother());
      trial.candidates.readHistory(); // as it does when it has judged

      Candidates.Judged refused = promotions.unlessOccupied(judged);
      assertThat(refused.result().reasons())
          .containsExactly("candidate 0123456789ab of trainer another is in the shadow");
      assertThat(promotions.tryInShadow(refused)).isEmpty();
    }
  }

  @Test
  void shouldGiveUpTheTrialOfATrainingThatWasGivenUp() throws Exception {
    try (Trial trial = new Trial("scratch")) {
      trial.begin();
      try (ShadowTrials trials =
          new ShadowTrials(trial.settings, trial.topics, trial.candidates::readHistory, true)) {

        assertThat(trials.verdict().orElseThrow().result().reasons())
            .containsExactly("its trainer has begun from scratch");
      }
    }
  }

  @Test
  void shouldAbandonItIfThatIsNoLongerAskedFor() throws Exception {
    try (Trial trial = new Trial("abandoned")) {
      trial.begin();
      Settings auto = trial.with("training.promote=auto");
      try (ShadowTrials trials =
          new ShadowTrials(auto, trial.topics, trial.candidates::readHistory, false)) {

        assertThat(trials.verdict().orElseThrow().result().reasons())
            .containsExactly("training.promote is no longer shadow");
      }
    }
  }

  /** The trial of the candidate of one trainer. */
  private static final class Trial implements AutoCloseable {
    private final String name;
    final Settings settings;
    final Topics topics;
    final Candidates candidates;
    private final SchemaRegistry registry;
    private final KafkaProducer<String, Object> producer;
    ShadowTrials trials;

    Trial(String name, String... more) {
      this.name = name;
      settings = with(more);
      harness.publish(settings, ACTIVE);
      harness.publish(settings, CANDIDATE);
      harness.activate(settings, ACTIVE.id());
      registry = SchemaRegistry.connect(settings.registry());
      topics = Topics.of(settings, registry);
      candidates = new Candidates(settings, topics);
      producer =
          new KafkaProducer<>(
              settings.producerProperties(), new StringSerializer(), this::serialize);
      trials = new ShadowTrials(settings, topics, candidates::readHistory, false);
    }

    Settings with(String... more) {
      List<String> all = new ArrayList<>(List.of("training.promote=shadow", "shadow.pairs=100"));
      all.addAll(List.of(more));
      return harness.settings("trials", name, all.toArray(String[]::new));
    }

    private byte[] serialize(String topic, Object value) {
      return value instanceof LossWindow window
          ? topics.loss().values().serializer().serialize(topic, window)
          : topics.checkpoints().values().serializer().serialize(topic, (ModelCheckpoint) value);
    }

    ShadowCheckpoint begin() throws Exception {
      ShadowCheckpoint begun = beginUnseen();
      publish(begun);
      assertThat(read()).isEmpty();
      return begun;
    }

    ShadowCheckpoint beginUnseen() {
      return trials.begin(judged(), candidates.history().generation());
    }

    Candidates.Judged judged() {
      GateResult passed = new GateResult(true, List.of("it passed"), false, Map.of(), Map.of());
      return new Candidates.Judged(
          CANDIDATE.id(), ACTIVE.id(), passed, ACTIVE.id(), Map.of(), Optional.empty());
    }

    ShadowCheckpoint ofAnother() {
      return new ShadowCheckpoint(
          "0123456789ab",
          ACTIVE.id(),
          1,
          new ShadowCheckpoint.Terms(1, 100, System.currentTimeMillis() + 60_000),
          "another",
          "",
          List.of(),
          Optional.empty());
    }

    Promotions promotions() {
      return new Promotions(settings.training(), candidates, trials);
    }

    void publish(ShadowCheckpoint shadow) throws Exception {
      writer().shadow(shadow).get();
    }

    void end() throws Exception {
      writer().endShadow().get();
    }

    @SuppressWarnings("unchecked") // the producer serializes the values of every topic
    private CheckpointWriter writer() {
      return new CheckpointWriter(
          (KafkaProducer<String, ModelCheckpoint>) (KafkaProducer<String, ?>) producer,
          topics.checkpoints().name(),
          settings.checkpoints());
    }

    /** Sends a window in which each loss of the active checkpoint is 0.3. */
    void loss(String activeId, String candidateId, long pairs, double loss) throws Exception {
      double difference = 0.3 - loss;
      LossWindow window =
          LossWindow.newBuilder()
              .setCheckpointId(activeId)
              .setWindowStartMs(0)
              .setWindowEndMs(1)
              .setPairs(0)
              .setShadow(new ShadowLoss(candidateId, pairs, loss, 0.3, difference * difference))
              .build();
      Topic<String, LossWindow> topic = topics.loss();
      producer.send(new ProducerRecord<>(topic.name(), activeId, window)).get();
    }

    /** Reads even if the last reading was a moment ago. */
    Optional<ShadowTrials.Verdict> read() throws InterruptedException {
      Thread.sleep(ShadowTrials.INTERVAL.toMillis());
      return trials.verdict();
    }

    ShadowTrials.Verdict await() throws InterruptedException {
      Optional<ShadowTrials.Verdict> verdict = read();
      while (verdict.isEmpty()) {
        verdict = read();
      }
      return verdict.get();
    }

    Optional<ShadowTrials.Verdict> resumed() {
      trials.close();
      trials = new ShadowTrials(settings, topics, candidates::readHistory, false);
      return trials.verdict();
    }

    /** Returns the keys, without the model, and checkpoints of the records that a verdict makes. */
    List<String> sent(ShadowTrials.Verdict verdict) {
      MockProducer<String, ModelCheckpoint> mock =
          new MockProducer<>(true, null, new StringSerializer(), (topic, value) -> null);
      promotions()
          .conclude(verdict, new CheckpointWriter(mock, "checkpoints", settings.checkpoints()));
      return mock.history().stream()
          .map(
              each ->
                  each.key().substring(name.length() + 1)
                      + " "
                      + Optional.ofNullable(each.value())
                          .map(ModelCheckpoint::getCheckpointId)
                          .orElse(null))
          .toList();
    }

    @Override
    public void close() {
      trials.close();
      candidates.close();
      producer.close();
      registry.close();
    }
  }
}
