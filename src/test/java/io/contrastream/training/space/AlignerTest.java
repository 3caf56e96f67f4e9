package io.contrastream.training.space;

import static org.assertj.core.api.Assertions.assertThat;

import io.contrastream.checkpoint.Checkpoint;
import io.contrastream.checkpoint.CheckpointFolder;
import io.contrastream.checkpoint.Networks;
import io.contrastream.checkpoint.WeightDigest;
import io.contrastream.image.drawn.DrawnDigits;
import io.contrastream.network.InitialWeights;
import io.contrastream.schema.Modality;
import io.contrastream.testing.TestSettings;
import io.contrastream.training.Sample;
import io.contrastream.training.SampleEmbedder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AlignerTest {
  private static final DrawnDigits DIGITS = new DrawnDigits(7, 900);
  private static final List<Sample> REPLAYED = samples(0, 700);
  private static final List<Sample> HELD_OUT = samples(700, 900);

  private final Checkpoint shipped = shipped();

  /** An independent checkpoint that is as good: the shipped one with its vectors turned. */
  private final Checkpoint turned = turned(shipped, 3).withMetadata(Map.of("step", "9"));

  private final Aligner aligner = new Aligner(0.99);

  @Test
  void shouldRotateACandidateIntoTheSpace() {
    Aligner.Placed placed = aligner.place(turned, shipped, Optional.empty(), REPLAYED, HELD_OUT);

    assertThat(placed.before().orElseThrow().share()).isLessThan(0.9);
    assertThat(placed.fit().orElseThrow().cosine()).isGreaterThan(0.999);
    assertThat(placed.fit().orElseThrow().share()).isGreaterThan(0.999);
    assertThat(placed.rotated().spaceId()).isEqualTo(shipped.spaceId());
    assertThat(placed.rotated().metadata()).containsEntry("step", "9");
    assertThat(cosine(placed.rotated(), shipped)).isGreaterThan(0.999);
  }

  @Test
  void shouldBeginASpaceIfNoRotationHelps() {
    Aligner.Placed placed =
        aligner.place(InitialWeights.of(5), shipped, Optional.empty(), REPLAYED, HELD_OUT);

    assertThat(placed.fit().orElseThrow().share()).isLessThan(0.99);
    assertThat(placed.rotated().spaceId()).isEqualTo(placed.rotated().id());
  }

  @Test
  void shouldCompareWithTheFirstOfTheSpaceToo() {
    // given an active checkpoint that is no longer near the first of its space
    Checkpoint active = turned.inSpace(shipped.id());

    Aligner.Placed alone = aligner.place(shipped, active, Optional.empty(), REPLAYED, HELD_OUT);
    Aligner.Placed both =
        aligner.place(shipped, active, Optional.of(InitialWeights.of(5)), REPLAYED, HELD_OUT);

    assertThat(alone.rotated().spaceId()).isEqualTo(shipped.id());
    assertThat(both.fit().orElseThrow().share()).isLessThan(0.99);
    assertThat(both.rotated().spaceId()).isEqualTo(both.rotated().id());
  }

  @Test
  void shouldOnlyAddEncodersToACandidateWithTheSameImages() {
    Checkpoint candidate = InitialWeights.in(imagesOf(shipped), Networks.of(Modality.CAPTION), 4);

    Aligner.Placed placed = aligner.place(candidate, shipped, Optional.empty(), REPLAYED, HELD_OUT);

    assertThat(Networks.in(placed.rotated().tensors())).isEqualTo(Networks.in(shipped.tensors()));
    assertThat(placed.rotated().tensors()).containsAllEntriesOf(candidate.tensors());
    assertThat(placed.rotated().spaceId()).isEqualTo(shipped.spaceId());
    assertThat(placed.fit()).isEmpty();
  }

  @Test
  void shouldKeepTheEncodersThatAreNotLearntWithTheSpace() {
    Checkpoint images = imagesOf(turned);

    Checkpoint stayed =
        aligner.place(images, shipped, Optional.empty(), REPLAYED, HELD_OUT).rotated();
    Checkpoint left =
        aligner
            .place(InitialWeights.of(5), shipped, Optional.empty(), REPLAYED, HELD_OUT)
            .rotated();

    assertThat(Networks.in(stayed.tensors())).isEqualTo(Networks.in(shipped.tensors()));
    assertThat(WeightDigest.of(Networks.part(stayed.tensors(), Networks.CAPTION)))
        .isEqualTo(WeightDigest.of(Networks.part(shipped.tensors(), Networks.CAPTION)));
    assertThat(Networks.in(left.tensors())).containsExactly(Networks.IMAGE);
  }

  private static Checkpoint imagesOf(Checkpoint checkpoint) {
    return new Checkpoint(
        Networks.part(checkpoint.tensors(), Networks.IMAGE), checkpoint.metadata());
  }

  @Test
  void shouldNotClaimASpaceThatCouldNotBeMeasured() {
    Aligner.Placed placed = aligner.place(turned, shipped, Optional.empty(), REPLAYED, List.of());

    assertThat(placed.rotated().spaceId()).isEqualTo(placed.rotated().id());
  }

  /** Returns a checkpoint whose vectors are turned towards those of random weights. */
  private static Checkpoint turned(Checkpoint checkpoint, long seed) {
    try (SampleEmbedder own = new SampleEmbedder(checkpoint, "own");
        SampleEmbedder other = new SampleEmbedder(InitialWeights.of(seed), "other")) {
      return Rotation.between(own.embed(REPLAYED), other.embed(REPLAYED)).of(checkpoint);
    }
  }

  private static double cosine(Checkpoint one, Checkpoint other) {
    try (SampleEmbedder a = new SampleEmbedder(one, "one");
        SampleEmbedder b = new SampleEmbedder(other, "other")) {
      List<Integer> unknown = new ArrayList<>(Collections.nCopies(200, null));
      return Compatibility.of(a.embed(HELD_OUT), b.embed(HELD_OUT), unknown).cosine();
    }
  }

  private static Checkpoint shipped() {
    return new CheckpointFolder(TestSettings.of().model().checkpointsDir())
        .load("contrastream-mnist");
  }

  private static List<Sample> samples(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> Sample.of(DIGITS.get(i))).toList();
  }
}
