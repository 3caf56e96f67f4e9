package io.contrastream.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.contrastream.encoding.ShadowTrial;
import io.contrastream.schema.DigitImage;
import io.contrastream.schema.LossWindow;
import io.contrastream.schema.ShadowLoss;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A candidate in the shadow: what it measures, and that nobody else sees it. */
class ShadowTest {
  private static final String CANDIDATE = "candidate";
  private static final ShadowTrial ALL = new ShadowTrial(CANDIDATE, "checkpoint-0", 1);

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"exactly_once_v2", "at_least_once"})
  void shouldChangeNoOutputOfTheActiveCheckpoint(String guarantee) {
    List<String> without = outputs(guarantee, stream -> {});
    List<String> with =
        outputs(guarantee, stream -> stream.shadow.begin(ALL, SwappingModel.blind(CANDIDATE)));
    List<String> withBroken =
        outputs(
            guarantee,
            stream ->
                stream.shadow.begin(
                    ALL, SwappingModel.broken(CANDIDATE, new OutOfMemoryError("no memory"))));

    assertThat(without).hasSizeGreaterThan(100);
    assertThat(with).isEqualTo(without);
    assertThat(withBroken).isEqualTo(without);
  }

  /** Runs a mixed stream and returns all outputs but the losses in the shadow, without the time. */
  private List<String> outputs(String guarantee, Consumer<TopologyHarness> begin) {
    try (TopologyHarness stream =
        new TopologyHarness(
            folder, "batch.size=3", "batch.delay=0ms", "stream.guarantee=" + guarantee)) {
      for (int i = 0; i < 60; i++) {
        if (i == 5) {
          begin.accept(stream);
        }
        if (i == 40) {
          stream.encoder.swapTo(1);
        }
        sendMixed(stream, i);
      }
      passWindow(stream);
      List<String> all = new ArrayList<>();
      all.addAll(texts(stream.embeddings));
      all.addAll(texts(stream.scores));
      all.addAll(texts(stream.labelledPairs));
      all.addAll(texts(stream.losses));
      stream.deadLetters.readValuesToList().forEach(each -> all.add("dead " + each.length));
      return all;
    }
  }

  private static void sendMixed(TopologyHarness stream, int i) {
    String pair = "pair-" + i;
    stream.send(Images.single("single-" + i, i % 10), i);
    stream.send(Images.anchorOf(2, "a-" + i, pair, i % 10), i);
    stream.send(Images.contrastive("c-" + i, pair, i % 3 == 0 ? i % 10 : null), i);
    if (i % 2 == 0) {
      stream.send(Images.contrastive("d-" + i, pair, (i + 1) % 10), i);
    }
    if (i % 10 == 0) {
      DigitImage bad = Images.single("bad-" + i, 1);
      bad.setPixels(ByteBuffer.allocate(3));
      stream.send(bad, i);
    }
  }

  private static <T extends SpecificRecord> List<String> texts(TestOutputTopic<String, T> topic) {
    return topic.readRecordsToList().stream()
        .filter(each -> !(each.value() instanceof LossWindow it) || it.getShadow() == null)
        .map(ShadowTest::text)
        .toList();
  }

  private static String text(TestRecord<String, ? extends SpecificRecord> each) {
    return "%s %s %s %s"
        .formatted(
            each.key(),
            each.getRecordTime(),
            each.getHeaders(),
            each.value().toString().replaceAll("\"(embedded|scored)AtMs\": ?\\d+", ""));
  }

  @Test
  void shouldCompareTheLossesOnTheSamePairs() {
    try (TopologyHarness stream = new TopologyHarness(folder)) {
      stream.shadow.begin(ALL, SwappingModel.blind(CANDIDATE));

      sendPair(stream, "same", 3, 3);
      sendPair(stream, "different", 3, 4);
      sendPair(stream, "other", 5, 6);
      sendPair(stream, "unknown", 3, null);

      ShadowLoss loss = shadows(stream).get(0);
      assertThat(loss.getCheckpointId()).isEqualTo(CANDIDATE);
      assertThat(loss.getPairs()).isEqualTo(3);
      assertThat(loss.getActiveMeanLoss()).isZero();
      assertThat(loss.getMeanLoss()).isCloseTo(2 / 3.0, within(1e-9)); // it takes all for the same
      assertThat(loss.getMeanSquaredDifference()).isCloseTo(2 / 3.0, within(1e-9));
    }
  }

  @Test
  void shouldCountNothingElseInTheRecordOfAShadow() {
    try (TopologyHarness stream = new TopologyHarness(folder)) {
      stream.shadow.begin(ALL, SwappingModel.blind(CANDIDATE));

      sendPair(stream, "pair", 3, 3);

      assertThat(windows(stream))
          .filteredOn(each -> each.getShadow() != null)
          .singleElement()
          .satisfies(
              each -> {
                assertThat(each.getCheckpointId()).isEqualTo("checkpoint-0");
                assertThat(each.getPairs()).isZero();
                assertThat(each.getImages()).isZero();
                assertThat(each.getMeanLoss()).isNull();
              });
    }
  }

  @Test
  void shouldNotCountAPairThatBeganBeforeItOrWasMixed() {
    try (TopologyHarness stream = new TopologyHarness(folder)) {
      stream.send(Images.anchor("early", "early", 3), 0);
      stream.shadow.begin(ALL, SwappingModel.blind(CANDIDATE));
      stream.send(Images.contrastive("late", "early", 3), 0);
      sendPair(stream, "counted", 3, 3);
      stream.send(Images.anchor("before", "mixed", 3), 0);
      stream.encoder.swapTo(1);
      stream.send(Images.contrastive("after", "mixed", 3), 0);
      sendPair(stream, "of-another", 3, 3);

      assertThat(shadows(stream)).extracting(ShadowLoss::getPairs).containsExactly(1L);
      assertThat(stream.scores.readValuesToList()).hasSize(4);
    }
  }

  @Test
  void shouldKeepCandidatesApart() {
    try (TopologyHarness stream = new TopologyHarness(folder)) {
      stream.shadow.begin(ALL, SwappingModel.blind(CANDIDATE));
      sendPair(stream, "one", 3, 3);
      stream.send(Images.anchor("a", "mixed", 3), 0);
      stream.shadow.begin(new ShadowTrial("next", "checkpoint-0", 1), SwappingModel.blind("next"));
      stream.send(Images.contrastive("c", "mixed", 3), 0);
      sendPair(stream, "two", 3, 3);
      sendPair(stream, "three", 3, 3);

      assertThat(shadows(stream))
          .extracting(each -> each.getCheckpointId() + " " + each.getPairs())
          .containsExactlyInAnyOrder(CANDIDATE + " 1", "next 2");
    }
  }

  @Test
  void shouldEmbedTheShareOnly() {
    try (TopologyHarness stream = new TopologyHarness(folder)) {
      ShadowTrial tenth = new ShadowTrial(CANDIDATE, "checkpoint-0", 0.1);
      stream.shadow.begin(tenth, SwappingModel.blind(CANDIDATE));
      int chosen = 0;
      for (int i = 0; i < 200; i++) {
        sendPair(stream, "pair-" + i, 3, 3);
        chosen += tenth.includes("pair-" + i) ? 1 : 0;
      }

      assertThat(chosen).isBetween(5, 40);
      assertThat(stream.shadow.embedded()).isEqualTo(2L * chosen);
      assertThat(shadows(stream)).extracting(ShadowLoss::getPairs).containsExactly((long) chosen);
    }
  }

  static List<Throwable> failures() {
    return List.of(
        new IllegalStateException("no memory"),
        new OutOfMemoryError("no memory"),
        new UnsatisfiedLinkError("no memory"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void shouldEndTheTrialOfACandidateThatFails(Throwable failure) {
    try (TopologyHarness stream = new TopologyHarness(folder)) {
      stream.shadow.begin(ALL, SwappingModel.broken(CANDIDATE, failure));

      sendPair(stream, "pair", 3, 3);

      assertThat(stream.shadow.acquire("checkpoint-0")).isEmpty();
      assertThat(stream.shadow.failure().orElseThrow().reason()).contains("no memory");
      assertThat(stream.scores.readValuesToList()).hasSize(1);
    }
  }

  private static void sendPair(TopologyHarness stream, String id, Integer one, Integer other) {
    stream.send(Images.anchorOf(1, id + "-a", id, one), 0);
    stream.send(Images.contrastive(id + "-c", id, other), 0);
  }

  private static List<ShadowLoss> shadows(TopologyHarness stream) {
    return windows(stream).stream()
        .filter(each -> each.getShadow() != null)
        .map(LossWindow::getShadow)
        .toList();
  }

  private static List<LossWindow> windows(TopologyHarness stream) {
    passWindow(stream);
    return stream.losses.readValuesToList();
  }

  private static void passWindow(TopologyHarness stream) {
    stream.driver.advanceWallClockTime(Duration.ofSeconds(13));
    stream.driver.advanceWallClockTime(Duration.ofSeconds(1));
  }
}
