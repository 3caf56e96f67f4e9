package io.contrastream.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.contrastream.config.Settings;
import io.contrastream.feed.InputFeed;
import io.contrastream.feed.InputProducer;
import io.contrastream.image.source.Alteration;
import io.contrastream.image.source.DigitSources;
import io.contrastream.network.InitialWeights;
import io.contrastream.schema.DigitImage;
import io.contrastream.schema.Modality;
import io.contrastream.testing.Await;
import io.contrastream.testing.EmbeddedCluster;
import io.contrastream.topic.TopicReader;
import io.contrastream.topic.TopicReader.From;
import io.contrastream.topic.Topics;
import io.contrastream.topic.registry.SchemaRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The demo with a trainer, against a real broker. */
class LearningDemoTest {
  @TempDir static Path folder;
  @RegisterExtension static final EmbeddedCluster CLUSTER = new EmbeddedCluster();

  @Test
  void shouldLearnFromScratchAndProcessEveryImage() throws Exception {
    Settings settings = settings("scratch", "training.candidate.steps=10", "model.checkpoint=none");

    Demo.Result result = run(settings, plan(8000, true, Optional.empty()));

    assertThat(result.counts().images()).isEqualTo(8000);
    assertThat(result.counts().embeddings()).isEqualTo(8000);
    assertThat(result.counts().scores()).isEqualTo(4000);
    assertThat(result.counts().labelledPairs()).isEqualTo(4000);
    assertThat(result.counts().deadLetters()).isZero();
    assertThat(result.swaps()).isPositive();
    assertThat(result.checkpoint()).isNotEqualTo(InitialWeights.of(1).id());
    assertThat(result.meanLossLast()).isLessThan(result.meanLossFirst() / 2);
    assertThat(result.secondsToRecover()).isNull();
  }

  @Test
  void shouldAlterTheDigitsHalfway() throws Exception {
    Settings settings = settings("drift", "training.candidate.steps=1000000");

    Demo.Result result = run(settings, plan(400, false, Optional.of(Alteration.INVERTED)));

    assertThat(result.counts().embeddings()).isEqualTo(400);
    assertThat(result.counts().scores()).isEqualTo(200);
    List<DigitImage> images = images(settings);
    assertThat(images).hasSize(400);
    assertThat(images)
        .allSatisfy(
            image ->
                assertThat(image.getPixels().get(0) == (byte) 255)
                    .isEqualTo(InputProducer.pairNumber(image.getPairId()) >= 100));
  }

  private static DemoPlan plan(long images, boolean fromScratch, Optional<Alteration> drift) {
    return new DemoPlan(
        DigitSources.open("drawn:2000", 1),
        1,
        new InputFeed.Plan(images, 0),
        fromScratch,
        drift,
        Set.of(Modality.IMAGE));
  }

  private static Demo.Result run(Settings settings, DemoPlan plan) throws InterruptedException {
    try (Demo demo = Demo.start(settings, plan)) {
      Await.until(
          "the demo is complete",
          Duration.ofMinutes(10),
          () -> {
            demo.advance(Duration.ofMillis(100));
            return demo.isComplete();
          });
      return demo.result();
    }
  }

  private static List<DigitImage> images(Settings settings) {
    List<DigitImage> images = new ArrayList<>();
    try (SchemaRegistry registry = SchemaRegistry.connect(settings.registry());
        TopicReader<String, DigitImage> reader =
            new TopicReader<>(
                settings.consumerProperties(),
                Topics.of(settings, registry).images(),
                From.BEGINNING)) {
      while (!reader.atEnd()) {
        reader.poll(Duration.ofMillis(100), record -> images.add(record.value()));
      }
    }
    return images;
  }

  /** Each test has topics and an application of its own. */
  private static Settings settings(String name, String... more) {
    return CLUSTER
        .settings(name)
        .untrained(folder)
        .with(
            "stream.threads=2",
            "stream.state.dir=" + folder.resolve(name),
            "training.commit.interval=0ms",
            "training.candidate.interval=1h",
            "training.patience=1s",
            "gate.pairs=20",
            "gate.margin=1",
            "gate.class.margin=1")
        .with(more)
        .load();
  }
}
