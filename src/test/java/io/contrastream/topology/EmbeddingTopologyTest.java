package io.contrastream.topology;

import static io.contrastream.topology.Images.anchor;
import static io.contrastream.topology.Images.anchorOf;
import static io.contrastream.topology.Images.contrastive;
import static io.contrastream.topology.Images.single;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.contrastream.config.Settings;
import io.contrastream.encoding.ShadowSlot;
import io.contrastream.schema.ImageEmbedding;
import io.contrastream.schema.LabelledPair;
import io.contrastream.schema.LossWindow;
import io.contrastream.schema.PairScore;
import io.contrastream.testing.TestSettings;
import io.contrastream.topic.registry.InMemoryRegistry;
import io.contrastream.topology.streams.Arrivals;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.streams.StoreOrder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddingTopologyTest {
  @TempDir Path folder;
  private TopologyHarness stream;

  @BeforeEach
  void start() {
    stream = new TopologyHarness(folder);
  }

  @AfterEach
  void stop() {
    stream.close();
  }

  @Test
  void shouldEmbedAnImageUnderItsKeyAndTimestamp() {
    stream.send(single("image-1", 7), 3);

    TestRecord<String, ImageEmbedding> record = stream.embeddings.readRecord();
    assertThat(record.key()).isEqualTo("image-1");
    assertThat(record.getRecordTime()).isEqualTo(TopologyHarness.START.plusSeconds(3));
    assertThat(record.value().getImageId()).isEqualTo("image-1");
    assertThat(record.value().getLabel()).isEqualTo(7);
    assertThat(record.value().getVector()).hasSize(SwappingModel.DIMENSION);
    assertThat(record.value().getVector().get(7)).isEqualTo(1f);
    assertThat(record.value().getNormalized()).isTrue();
    assertThat(record.value().getCheckpointId()).isEqualTo("checkpoint-0");
    assertThat(record.value().getSpaceId()).isEqualTo("space-of-checkpoint-0");
    assertThat(record.value().getProducedAtMs())
        .isEqualTo(TopologyHarness.START.plusSeconds(3).toEpochMilli());
  }

  @Test
  void shouldWriteTheEncodersOwnVectorsOnRequest() {
    try (TopologyHarness raw = new TopologyHarness(folder, "embedding.normalize=false")) {
      raw.send(single("image-1", 7), 3);

      ImageEmbedding embedding = raw.embeddings.readValue();
      assertThat(embedding.getVector().get(7)).isEqualTo(200f);
      assertThat(embedding.getNormalized()).isFalse();
    }
  }

  @ParameterizedTest
  @CsvSource({"3, 3, 1, 1.0, 0.0", "3, 4, 0, 0.0, 0.0", "3, , , 0.0, "})
  void shouldScoreAPair(
      Integer label, Integer otherLabel, Integer target, double cosine, Double squaredError) {
    stream.send(anchor("a", "pair", label), 0);
    stream.send(contrastive("c", "pair", otherLabel), 1);

    PairScore score = stream.scores.readValue();
    assertThat(score.getAnchorImageId()).isEqualTo("a");
    assertThat(score.getContrastiveImageId()).isEqualTo("c");
    assertThat(score.getCosine()).isCloseTo(cosine, within(1e-9));
    assertThat(score.getTarget()).isEqualTo(target);
    assertThat(score.getSquaredError()).isEqualTo(squaredError);
    assertThat(score.getCheckpointId()).isEqualTo("checkpoint-0");
  }

  @Test
  void shouldScoreAPairWhoseContrastiveExampleComesFirst() {
    stream.send(contrastive("c", "pair", 3), 0);
    stream.send(anchor("a", "pair", 3), 1);

    assertThat(stream.scores.readValuesToList())
        .extracting(PairScore::getContrastiveImageId)
        .containsExactly("c");
  }

  @Test
  void shouldScoreEachContrastiveExampleOfAnAnchor() {
    stream.send(contrastive("c1", "pair", 3), 0);
    stream.send(anchor("a", "pair", 3), 1);
    stream.send(contrastive("c2", "pair", 4), 2);
    stream.send(contrastive("c3", "pair", 5), 3);

    assertThat(stream.scores.readValuesToList())
        .extracting(PairScore::getContrastiveImageId)
        .containsExactly("c1", "c2", "c3");
  }

  @Test
  void shouldForgetAnAnchorThatHasMetAllItsExamples() {
    stream.send(anchorOf(1, "a", "pair", 3), 0);
    stream.send(contrastive("c1", "pair", 3), 1);

    assertThat(stream.driver.getKeyValueStore("pairs").get("pair")).isNull();
  }

  @Test
  void shouldWriteBothImagesOfALabelledPair() {
    stream.send(anchor("a", "pair", 3), 0);
    stream.send(contrastive("c", "pair", 3), 1);

    LabelledPair pair = stream.labelledPairs.readValue();
    assertThat(pair.getAnchor()).isEqualTo(anchor("a", "pair", 3));
    assertThat(pair.getContrastive()).isEqualTo(contrastive("c", "pair", 3));
    assertThat(pair.getTarget()).isEqualTo(1);
  }

  @Test
  void shouldWriteNoLabelledPairIfTheTargetIsUnknown() {
    stream.send(anchor("a", "pair", 3), 0);
    stream.send(contrastive("c", "pair", null), 1);

    assertThat(stream.labelledPairs.isEmpty()).isTrue();
  }

  @Test
  void shouldNotJoinImagesFurtherApartThanTheWindow() {
    stream.send(anchor("a", "pair", 3), 0);
    stream.send(contrastive("c", "pair", 3), 61);

    assertThat(stream.scores.isEmpty()).isTrue();
  }

  @Test
  void shouldJoinImagesThatAreLateTogether() {
    stream.send(single("much-later", 1), 200);
    stream.send(anchor("a", "pair", 3), 30);
    stream.send(contrastive("c", "pair", 3), 31);

    assertThat(stream.scores.readValuesToList()).hasSize(1);
  }

  @Test
  void shouldNotJoinALateImageWithAMuchLaterOne() {
    stream.send(anchor("a", "pair", 3), 200);
    stream.send(contrastive("c", "pair", 3), 30);

    assertThat(stream.scores.isEmpty()).isTrue();
  }

  @Test
  void shouldCountTheExamplesThatAnAnchorAnnouncedAndDidNotMeet() {
    stream.send(anchorOf(3, "a", "pair", 3), 0);
    stream.send(contrastive("c", "pair", 3), 1);
    stream.driver.advanceWallClockTime(Duration.ofSeconds(62));
    passWindow();

    assertThat(stream.losses.readValuesToList().stream().mapToLong(LossWindow::getUnmatched).sum())
        .isEqualTo(2);
  }

  @Test
  void shouldScoreBothSidesUnderOneCheckpointWhenItChangesBetweenThem() {
    stream.send(anchor("a", "pair", 3), 0);
    stream.encoder.swapTo(5);
    stream.send(contrastive("c", "pair", 3), 1);

    PairScore score = stream.scores.readValue();
    assertThat(score.getCheckpointId()).isEqualTo("checkpoint-5");
    assertThat(score.getCosine()).isCloseTo(1, within(1e-9));
  }

  @Test
  void shouldKeepScoresOfAnAnchorInOrderAfterACheckpointChanged() {
    stream.send(anchor("a", "pair", 3), 0);
    stream.encoder.swapTo(5);
    stream.send(contrastive("c1", "pair", 3), 1);
    stream.encoder.swapTo(0);
    stream.send(contrastive("c2", "pair", 3), 2);

    assertThat(stream.scores.readValuesToList())
        .extracting(PairScore::getContrastiveImageId, PairScore::getCheckpointId)
        .containsExactly(tuple("c1", "checkpoint-5"), tuple("c2", "checkpoint-0"));
  }

  @Test
  void shouldReportTheLossOfAWindowOnceItIsOver() {
    stream.send(anchor("a1", "pair-1", 3), 0);
    stream.send(contrastive("c1", "pair-1", 3), 1);
    stream.send(anchor("a2", "pair-2", 3), 2);
    stream.send(contrastive("c2", "pair-2", 4), 3);
    passWindow();

    LossWindow window = stream.losses.readValue();
    assertThat(window.getCheckpointId()).isEqualTo("checkpoint-0");
    assertThat(window.getWindowStartMs()).isEqualTo(TopologyHarness.START.toEpochMilli());
    assertThat(window.getWindowEndMs() - window.getWindowStartMs()).isEqualTo(10_000);
    assertThat(window.getPairs()).isEqualTo(2);
    assertThat(window.getPositives()).isEqualTo(1);
    assertThat(window.getMeanLoss()).isCloseTo(0, within(1e-9));
    assertThat(window.getMargin()).isCloseTo(1, within(1e-9));
    assertThat(window.getPairAccuracy()).isEqualTo(1);
    assertThat(stream.losses.isEmpty()).isTrue();
  }

  @Test
  void shouldCountAPairOnceWhenItComesAfterItsWindowWasReported() {
    stream.send(anchor("a1", "pair-1", 3), 0);
    stream.send(contrastive("c1", "pair-1", 3), 1);
    passWindow();
    stream.send(anchor("a2", "pair-2", 3), 0);
    stream.send(contrastive("c2", "pair-2", 3), 1);
    passWindow();

    assertThat(stream.losses.readValuesToList())
        .extracting(LossWindow::getWindowStartMs, LossWindow::getPairs)
        .containsExactly(
            tuple(TopologyHarness.START.toEpochMilli(), 1L),
            tuple(TopologyHarness.START.toEpochMilli(), 1L));
  }

  @Test
  void shouldCountAnImageWhosePartnerNeverCame() {
    stream.send(anchor("lonely", "pair-1", 3), 0);
    stream.driver.advanceWallClockTime(Duration.ofSeconds(61));
    passWindow();

    assertThat(stream.losses.readValuesToList().stream().mapToLong(LossWindow::getUnmatched).sum())
        .isEqualTo(1);
    assertThat(stream.driver.getKeyValueStore("pairs").get("pair-1")).isNull();
  }

  /** What a store drains before a commit must reach stores that are flushed later. */
  @ParameterizedTest
  @ValueSource(strings = {"exactly_once_v2", "at_least_once"})
  void shouldFlushTheStoresInTheOrderOfTheSteps(String guarantee) {
    assertThat(storeOrder(guarantee))
        .containsExactly(
            "embed-batch",
            "pairs",
            "rescore-batch",
            "sum-losses",
            "loss-windows",
            "drift-references");
  }

  private static List<String> storeOrder(String guarantee) {
    Settings settings = TestSettings.of("stream.guarantee=" + guarantee);
    Topology topology =
        EmbeddingTopology.build(
            settings,
            new InMemoryRegistry(),
            OutputLimits.DEFAULT,
            new Arrivals(),
            new SwappingModel(),
            new ShadowSlot());
    return StoreOrder.of(
        topology, new StreamsConfig(TopologyProperties.of(settings, OutputLimits.DEFAULT)));
  }

  /** Advances the clock past the window's end, its grace and the silence that closes it. */
  private void passWindow() {
    stream.driver.advanceWallClockTime(Duration.ofSeconds(13));
    stream.driver.advanceWallClockTime(Duration.ofSeconds(1));
  }
}
