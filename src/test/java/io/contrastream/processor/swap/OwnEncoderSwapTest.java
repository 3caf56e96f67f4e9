package io.contrastream.processor.swap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.engine.Engine;
import io.contrastream.checkpoint.Checkpoint;
import io.contrastream.checkpoint.CheckpointFile;
import io.contrastream.config.ForwardPath;
import io.contrastream.config.Settings;
import io.contrastream.demo.Demo;
import io.contrastream.demo.DemoPlan;
import io.contrastream.encoding.Encoder;
import io.contrastream.feed.InputFeed;
import io.contrastream.feed.RunCounter;
import io.contrastream.image.source.DigitSources;
import io.contrastream.lifecycle.StartupException;
import io.contrastream.network.ImageEncoders;
import io.contrastream.reembed.Reembedding;
import io.contrastream.schema.ActivationCause;
import io.contrastream.schema.ImageEmbedding;
import io.contrastream.testing.Await;
import io.contrastream.testing.EmbeddedCluster;
import io.contrastream.testing.OwnEncoders;
import io.contrastream.topic.TopicReader;
import io.contrastream.topic.TopicSetup;
import io.contrastream.topic.Topics;
import io.contrastream.topic.registry.SchemaRegistry;
import io.contrastream.trainer.TrainerProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Encoders of a user's own on a real broker, swapped while images flow. */
class OwnEncoderSwapTest {
  private static final int IMAGES = 4000;

  @TempDir Path folder;
  @RegisterExtension static final EmbeddedCluster CLUSTER = new EmbeddedCluster();

  private enum Kind {
    TORCHSCRIPT(OwnEncoders::colour, 128),
    ONNX(OwnEncoders::gray, 32);

    private final BiFunction<Integer, Path, Path> model;
    private final int dimension;

    Kind(BiFunction<Integer, Path, Path> model, int dimension) {
      this.model = model;
      this.dimension = dimension;
    }

    private boolean canRun() {
      return this == TORCHSCRIPT || Engine.hasEngine("OnnxRuntime");
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldSwapFromOneVersionToTheNextUnderLoad(Kind kind) throws Exception {
    // given
    assumeTrue(kind.canRun(), "This build has no ONNX Runtime (-Ponnx)");
    Path first = kind.model.apply(1, folder);
    Checkpoint second = CheckpointFile.load(kind.model.apply(2, folder));
    Settings settings = settings(kind.name(), first);
    try (SchemaRegistry registry = SchemaRegistry.connect(settings.registry())) {
      Topics topics = Topics.of(settings, registry);
      TopicSetup.ensure(settings, topics);
      DemoPlan plan =
          new DemoPlan(DigitSources.open("drawn:200", 1), 1, new InputFeed.Plan(IMAGES, 1000));
      List<ImageEmbedding> embeddings = new ArrayList<>();
      try (TopicReader<String, ImageEmbedding> reader =
              new TopicReader<>(
                  settings.consumerProperties(), topics.embeddings(), TopicReader.From.BEGINNING);
          Demo demo = Demo.start(settings, plan)) {
        // when
        Await.until(
            "a thousand embeddings",
            () -> {
              demo.advance(Duration.ofMillis(50));
              return demo.counts().embeddings() > IMAGES / 4;
            });
        activate(settings, topics, second);
        Await.until(
            "the demo is complete",
            () -> {
              demo.advance(Duration.ofMillis(100));
              return demo.isComplete();
            });

        // then
        RunCounter.Counts counts = demo.result().counts();
        assertThat(counts.embeddings()).isEqualTo(IMAGES);
        assertThat(counts.scores()).isEqualTo(IMAGES / 2);
        assertThat(counts.deadLetters()).isZero();
        assertThat(demo.checkpoints().swaps()).isEqualTo(1);
        assertThat(demo.result().checkpoint()).isEqualTo(second.id());
        Await.until(
            "all embeddings",
            () -> {
              reader.poll(Duration.ofMillis(100), record -> embeddings.add(record.value()));
              return embeddings.size() >= IMAGES;
            });
      }
      assertThat(embeddings).allMatch(each -> each.getVector().size() == kind.dimension);
      assertThat(embeddings)
          .extracting(ImageEmbedding::getCheckpointId)
          .containsOnly(CheckpointFile.load(first).id(), second.id());

      // and those of before can be embedded again
      long old = embeddings.stream().filter(it -> !it.getSpaceId().equals(second.id())).count();
      var options = new Reembedding.Options(Optional.empty(), Optional.empty(), 0, Long.MAX_VALUE);
      try (Reembedding again = new Reembedding(settings, topics, options)) {
        Reembedding.Result result = again.run(progress -> {}, () -> false);
        assertThat(result.complete()).isTrue();
        assertThat(result.embedded()).isEqualTo(old);
      }
    }
  }

  @Test
  void shouldRefuseToTrainIt() {
    Settings settings = settings("training", OwnEncoders.colour(1, folder));
    CLUSTER.prepare(settings);
    try (SchemaRegistry registry = SchemaRegistry.connect(settings.registry())) {
      assertThatThrownBy(
              () -> TrainerProcess.start(settings, registry, TrainerProcess.Options.NONE))
          .isInstanceOf(StartupException.class)
          .hasMessageContaining("which only embeds");
    }
  }

  private static void activate(Settings settings, Topics topics, Checkpoint checkpoint) {
    try (CheckpointAdmin admin = new CheckpointAdmin(settings, topics.checkpoints());
        Encoder<byte[]> encoder =
            ImageEncoders.load(checkpoint, "a test", ForwardPath.FAST, List.of())) {
      admin.publish(checkpoint, encoder);
      admin.activate(checkpoint.id(), ActivationCause.MANUAL, "a test", "a test");
    }
  }

  private Settings settings(String name, Path model) {
    return CLUSTER
        .settings(name)
        .with(
            "model.checkpoint=" + model,
            "model.checkpoints.dir=" + folder,
            "image.fit=resize",
            "stream.threads=2",
            "stream.state.dir=" + folder.resolve(name),
            "dashboard.port=0")
        .load();
  }
}
