package io.contrastream.topology;

import static io.contrastream.topology.Images.anchor;
import static io.contrastream.topology.Images.contrastive;
import static io.contrastream.topology.Images.single;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.contrastream.schema.LossWindow;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Embedding metrics in loss windows; the reference needs four images. */
class DriftTest {
  @TempDir Path folder;
  private TopologyHarness stream;
  private int sent;

  @BeforeEach
  void start() {
    stream = new TopologyHarness(folder);
  }

  @AfterEach
  void stop() {
    stream.close();
  }

  @Test
  void shouldCountEachImageOnce() {
    stream.send(anchor("a", "pair", 3), 0);
    stream.encoder.swapTo(5);
    stream.send(contrastive("c", "pair", 3), 1);
    send(2, 7);

    assertThat(windows())
        .extracting(LossWindow::getCheckpointId, LossWindow::getImages, LossWindow::getPairs)
        .containsExactlyInAnyOrder(tuple("checkpoint-0", 1L, 0L), tuple("checkpoint-5", 2L, 1L));
  }

  @Test
  void shouldMeasureAlignmentOfPositivePairs() {
    stream.send(anchor("a1", "pair-1", 3), 0);
    stream.send(contrastive("c1", "pair-1", 3), 0);
    stream.send(anchor("a2", "pair-2", 3), 0);
    stream.send(contrastive("c2", "pair-2", 4), 0);

    assertThat(windows().get(0).getAlignment()).isCloseTo(0, within(1e-9));
  }

  @Test
  void shouldMeasureUniformityOverConsecutiveImages() {
    send(0, 1, 1, 2); // squared distances 0 and 2

    double expected = Math.log((1 + Math.exp(-4)) / 2);
    assertThat(windows().get(0).getUniformity()).isCloseTo(expected, within(1e-9));
  }

  @Test
  void shouldLeaveContrastiveExamplesOutOfUniformity() {
    stream.send(anchor("a1", "pair-1", 3), 0);
    stream.send(contrastive("c1", "pair-1", 3), 0);
    stream.send(anchor("a2", "pair-2", 5), 0);

    assertThat(windows().get(0).getUniformity()).isCloseTo(-4, within(1e-9));
  }

  @Test
  void shouldPairNoImageWithItselfOrAcrossCheckpoints() {
    stream.send(single("again", 1), 0);
    stream.send(single("again", 1), 0);
    stream.encoder.swapTo(5);
    stream.send(single("other", 1), 0);

    assertThat(windows()).extracting(LossWindow::getUniformity).containsOnlyNulls();
  }

  @Test
  void shouldMarkDriftAgainstTheFirstWindowsOfTheCheckpoint() {
    send(0, 1, 2);
    send(10, 1, 2);
    send(20, 1, 2, 1, 2);
    send(30, 7, 8, 7, 8);

    assertThat(windows())
        .extracting(LossWindow::getEmbeddingDistance, LossWindow::getDrift)
        .containsExactly(
            tuple(null, null),
            tuple(null, null),
            tuple(0.0, false),
            // four components whose mean and deviation change by 0.5
            tuple(2.0, true));
  }

  @Test
  void shouldUseAnotherReferenceForAnotherCheckpoint() {
    send(0, 1, 2, 1, 2);
    stream.encoder.swapTo(5);
    send(10, 7, 8, 7, 8);
    send(20, 7, 8, 7, 8);

    assertThat(windows()).extracting(LossWindow::getDrift).containsExactly(null, null, false);
  }

  @Test
  void shouldGatherWindowsOfFewImagesUntilThereAreEnoughToJudge() {
    send(0, 1, 2, 1, 2);
    send(10, 7, 8, 7);
    send(20, 8);
    send(30, 1, 2);
    send(40, 1, 2);

    assertThat(windows())
        .extracting(LossWindow::getEmbeddingDistance, LossWindow::getDrift)
        .containsExactly(
            tuple(null, null),
            tuple(null, null),
            tuple(2.0, true),
            tuple(null, null),
            tuple(0.0, false));
  }

  @Test
  void shouldForgetTheReferencesOfOldCheckpoints() {
    for (int checkpoint = 0; checkpoint < 30; checkpoint++) {
      stream.encoder.swapTo(checkpoint);
      send(20L * checkpoint, 1, 2, 1, 2);
      send(20L * checkpoint + 10, 1, 2);
    }
    windows();

    var references = stream.driver.<String, Object>getKeyValueStore("drift-references");
    assertThat(references.approximateNumEntries()).as("references and latest").isEqualTo(2 * 20);
    assertThat(references.get("checkpoint-29")).isNotNull();
    assertThat(references.get("checkpoint-0")).isNull();
  }

  private void send(long seconds, int... labels) {
    for (int label : labels) {
      stream.send(single("image-" + sent++, label), seconds);
    }
  }

  /** Returns all windows reported so far, after the last one is over. */
  private List<LossWindow> windows() {
    stream.driver.advanceWallClockTime(Duration.ofSeconds(13));
    stream.driver.advanceWallClockTime(Duration.ofSeconds(1));
    return stream.losses.readValuesToList();
  }
}
