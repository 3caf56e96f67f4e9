package io.contrastream.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import io.contrastream.config.Settings;
import io.contrastream.network.InitialWeights;
import io.contrastream.schema.LossWindow;
import io.contrastream.schema.ShadowLoss;
import io.contrastream.schema.TrainingEvent;
import io.contrastream.schema.TrainingStep;
import io.contrastream.testing.Await;
import io.contrastream.testing.EmbeddedCluster;
import io.contrastream.topic.Topic;
import io.contrastream.topic.Topics;
import io.contrastream.topic.checkpoint.ActiveCheckpoint;
import io.contrastream.topic.checkpoint.CheckpointHistory;
import io.contrastream.topic.checkpoint.ShadowCheckpoint;
import io.contrastream.topic.registry.SchemaRegistry;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A trainer that is killed during the trial of its candidate. */
class ShadowResumeTest {
  @RegisterExtension static final EmbeddedCluster CLUSTER = new EmbeddedCluster();

  private static final String ACTIVE = InitialWeights.of(1).id();

  /** A candidate after 15 steps, and no other one from the pairs that there are. */
  private static final String[] SHADOW = {
    "training.promote=shadow",
    "training.candidate.steps=15",
    "shadow.pairs=100",
    "gate.accuracy=0",
    "gate.gain=-100",
    "gate.loss.margin=100",
    "gate.margin=1",
    "gate.class.margin=1",
    "gate.cosine=1",
    "gate.variance=0"
  };

  @Test
  void shouldDecideOnceHoweverOftenItIsKilledDuringTheTrial() throws Exception {
    try (TrainerHarness harness = new TrainerHarness(CLUSTER)) {
      Settings settings = harness.settings("killed", "killed", SHADOW);
      List<String> overrides = harness.overrides("killed", "killed", SHADOW);
      harness.produce(settings, 0, 400);

      // when it is killed as soon as the trial is in the topic
      kill("in the shadow of", TrainerChild.Moment.AFTER_ITS_END, overrides);
      harness.awaitCommitted(settings);
      ShadowCheckpoint tried = harness.history(settings).shadow().orElseThrow();
      assertThat(tried.activeId()).isEqualTo(ACTIVE);
      loss(settings, tried.id());

      // and when the verdict is not committed yet
      kill("was promoted", TrainerChild.Moment.BEFORE_ITS_END, overrides);
      CheckpointHistory undecided = harness.history(settings);
      assertThat(undecided.active()).isEmpty();
      assertThat(undecided.shadow()).contains(tried);

      // then
      try (SchemaRegistry registry = SchemaRegistry.connect(settings.registry());
          TrainerProcess last =
              TrainerProcess.start(settings, registry, TrainerProcess.Options.NONE)) {
        Await.until(
            "the promotion",
            () -> {
              last.throwFailure();
              return harness.history(settings).active().isPresent();
            });
      }
      harness.awaitCommitted(settings);
      CheckpointHistory decided = harness.history(settings);
      assertThat(decided.activations())
          .extracting(ActiveCheckpoint::id)
          .containsExactly(tried.id());
      assertThat(decided.checkpoint(tried.id())).isPresent();
      assertThat(decided.shadow()).isEmpty();
      for (TrainingEvent once : List.of(TrainingEvent.SHADOWED, TrainingEvent.PROMOTED)) {
        assertThat(harness.telemetry(settings, once))
            .extracting(TrainingStep::getCheckpointId)
            .containsExactly(tried.id());
      }
    }
  }

  private static void kill(String verdict, TrainerChild.Moment moment, List<String> overrides)
      throws Exception {
    Process trainer = TrainerChild.startToBeKilled(verdict, moment, overrides);
    try {
      assertThat(trainer.waitFor(60, TimeUnit.SECONDS)).as("killed itself").isTrue();
      assertThat(trainer.exitValue()).isEqualTo(137);
    } finally {
      trainer.destroyForcibly();
    }
  }

  /** Sends what processors would: the candidate is better on 150 live pairs. */
  private static void loss(Settings settings, String candidate) throws Exception {
    try (SchemaRegistry registry = SchemaRegistry.connect(settings.registry())) {
      Topic<String, LossWindow> topic = Topics.of(settings, registry).loss();
      LossWindow window =
          LossWindow.newBuilder()
              .setCheckpointId(ACTIVE)
              .setWindowStartMs(0)
              .setWindowEndMs(1)
              .setPairs(0)
              .setShadow(new ShadowLoss(candidate, 150L, 0.1, 0.3, 0.04))
              .build();
      try (KafkaProducer<String, LossWindow> producer =
          new KafkaProducer<>(
              settings.producerProperties(),
              topic.keys().serializer(),
              topic.values().serializer())) {
        producer.send(new ProducerRecord<>(topic.name(), ACTIVE, window)).get();
      }
    }
  }
}
