package io.contrastream.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.contrastream.checkpoint.Checkpoint;
import io.contrastream.checkpoint.Tensor;
import io.contrastream.config.TrainingSettings;
import io.contrastream.encoding.ModalityPair;
import io.contrastream.image.Digit;
import io.contrastream.image.DigitPair;
import io.contrastream.image.DigitPairs;
import io.contrastream.lifecycle.ProcessFailedException;
import io.contrastream.network.InitialWeights;
import io.contrastream.schema.Modality;
import io.contrastream.testing.TestSettings;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OnlineTrainerTest {
  private static final Checkpoint UNTRAINED = InitialWeights.of(1);
  private static final Set<Modality> IMAGES = Set.of(Modality.IMAGE);
  private static final DigitPairs PAIRS = new DigitPairs(TinyDigits.of(80), 1);

  @Test
  void shouldLearn() {
    try (OnlineTrainer trainer = new OnlineTrainer(settings(), IMAGES, UNTRAINED)) {
      List<OnlineStep> steps = offer(trainer, 0, 400);

      double first = mean(steps.subList(0, 10));
      double last = mean(steps.subList(steps.size() - 10, steps.size()));
      assertThat(last).isLessThan(0.7 * first);
    }
  }

  @Test
  void shouldLearnWithInfoNceToo() {
    try (OnlineTrainer trainer =
        new OnlineTrainer(settings("training.loss=infonce"), IMAGES, UNTRAINED)) {
      List<OnlineStep> steps = offer(trainer, 0, 400);

      double first = mean(steps.subList(0, 10));
      double last = mean(steps.subList(steps.size() - 10, steps.size()));
      assertThat(last).isLessThan(0.7 * first);
    }
  }

  @Test
  void shouldResumeToTheSameStateToTheLastBit() {
    Map<String, byte[]> expected;
    try (OnlineTrainer undisturbed = new OnlineTrainer(settings(), IMAGES, UNTRAINED)) {
      offerUntilResumable(undisturbed, 0, 20);
      expected = undisturbed.state();
    }
    Map<String, byte[]> saved;
    int next;
    try (OnlineTrainer first = new OnlineTrainer(settings(), IMAGES, UNTRAINED)) {
      next = offerUntilResumable(first, 0, 8);
      saved = first.state();
      offer(first, next, next + 30); // lost
    }

    try (OnlineTrainer second = new OnlineTrainer(settings(), IMAGES, saved, Optional.empty())) {
      offerUntilResumable(second, next, 20);

      ReplayBufferTest.assertSame(second.state(), expected);
    }
  }

  @Test
  void shouldBeAbleToSaveRightAfterItWasRestored() {
    try (OnlineTrainer trainer = new OnlineTrainer(settings(), IMAGES, UNTRAINED)) {
      offerUntilResumable(trainer, 0, 4);

      try (OnlineTrainer restored =
          new OnlineTrainer(settings(), IMAGES, trainer.state(), Optional.empty())) {
        ReplayBufferTest.assertSame(restored.state(), trainer.state());
      }
    }
  }

  /** The 80 images recur in all pairs. */
  @Test
  void shouldNeverTrainOnAnImageThatItHoldsOut() {
    Set<ByteBuffer> trained = new HashSet<>();
    PairLoss spy =
        (anchors, contrastives, batch) -> {
          trained.addAll(images(batch.anchors()));
          trained.addAll(images(batch.contrastives()));
          return new GivenPairsLoss().of(anchors, contrastives, batch);
        };
    TrainingSettings third = settings("training.hold.out=0.3");
    try (OnlineTrainer trainer =
        new OnlineTrainer(
            third, spy, Map.of(Modality.IMAGE, Learner.State.of(UNTRAINED)), Map.of())) {
      offer(trainer, 0, 600);

      Set<ByteBuffer> heldOut = images(heldOut(trainer));
      assertThat(trainer.counts().heldOut()).isEqualTo(heldOut(trainer).size()).isGreaterThan(20);
      assertThat(trained).hasSizeGreaterThan(40).doesNotContainAnyElementsOf(heldOut);
    }
  }

  @Test
  void shouldNeitherTrainOnNorMeasureWhatAStateHoldsByAnotherRule() {
    TrainingSettings third = settings("training.hold.out=0.3");
    HoldOut holdOut = new HoldOut(0.3);
    Map<String, byte[]> former;
    try (OnlineTrainer trainer = new OnlineTrainer(third, IMAGES, UNTRAINED)) {
      former = new HashMap<>(trainer.state());
    }
    ReplayBuffer byPairId = new ReplayBuffer(ModalityPair.IMAGES, 1000, 1, Map.of());
    IntStream.range(0, 200).mapToObj(OnlineTrainerTest::pair).forEach(byPairId::add);
    former.putAll(StateParts.under("replay", byPairId.save()));
    former.putAll(StateParts.under("hold-out", byPairId.save()));

    try (OnlineTrainer trainer = new OnlineTrainer(third, IMAGES, former, Optional.empty())) {
      ReplayBuffer replay =
          new ReplayBuffer(ModalityPair.IMAGES, 100, 1, StateParts.of("replay", trainer.state()));

      assertThat(heldOut(trainer)).isNotEmpty().allMatch(holdOut::measures);
      assertThat(replay.pairs()).isNotEmpty().allMatch(holdOut::trains);
    }
  }

  @Test
  void shouldBalanceBatchesOfAnUnbalancedStream() {
    List<Float> shares = new ArrayList<>();
    PairLoss spy =
        (anchors, contrastives, batch) -> {
          float positives = 0;
          for (float target : batch.targets()) {
            positives += target;
          }
          shares.add(positives / batch.size());
          return new GivenPairsLoss().of(anchors, contrastives, batch);
        };
    try (OnlineTrainer trainer = trainer(spy)) {
      for (int i = 0; i < 200; i++) {
        boolean positive = i % 10 == 0;
        DigitPair pair = PAIRS.pair(i);
        trainer.offer(SamplePair.of(new DigitPair(pair.anchor(), pair.contrastive(), positive)));
      }
    }

    assertThat(shares.subList(2, shares.size())).isNotEmpty().containsOnly(0.5f);
  }

  @Test
  void shouldLeaveOutAStepWhoseLossIsNotFinite() {
    try (OnlineTrainer trainer = trainer(nanAt(3))) {
      List<OnlineStep> steps = offer(trainer, 0, 60);

      assertThat(steps.get(2).skipped()).containsExactly(ModalityPair.IMAGES);
      assertThat(steps.get(2).loss()).isNaN();
      assertThat(steps.get(3).skipped()).isEmpty();
      assertThat(trainer.counts().skipped()).isEqualTo(1);
      assertThat(trainer.counts().restored()).isZero();
    }
  }

  @Test
  void shouldNotMoveAnythingInAStepThatIsLeftOut() {
    try (OnlineTrainer trainer = trainer(nanAt(3, 4))) {
      offerSteps(trainer, 2);
      String before = trainer.candidate(Map.of()).id();

      offerSteps(trainer, 4);

      assertThat(trainer.candidate(Map.of()).id()).isEqualTo(before);
    }
  }

  @Test
  void shouldGoBackToTheLastGoodWeightsAfterSeveralBadSteps() {
    try (OnlineTrainer trainer = trainer(nanAt(6, 7, 8))) {
      offerSteps(trainer, 4); // the last point to resume from
      String good = trainer.candidate(Map.of()).id();
      offerSteps(trainer, 5);
      assertThat(trainer.candidate(Map.of()).id()).isNotEqualTo(good);

      OnlineStep last = offerSteps(trainer, 8);

      assertThat(last.restored()).isTrue();
      assertThat(trainer.candidate(Map.of()).id()).isEqualTo(good);
      assertThat(offerSteps(trainer, 9).skipped()).isEmpty();
    }
  }

  @Test
  void shouldGoBackWhereTheWeightsThemselvesAreSpoilt() {
    String[] overrides = {"training.learning.rate=1", "training.least.learning.rate=0"};
    TrainingSettings wild = settings(overrides);
    try (OnlineTrainer trainer = new OnlineTrainer(wild, IMAGES, UNTRAINED)) {
      offer(trainer, 0, 200);

      assertThat(finite(trainer.candidate(Map.of()))).isTrue();
    }
  }

  @Test
  void shouldGiveUpWhereGoingBackDoesNotHelp() {
    PairLoss never = (anchors, contrastives, batch) -> anchors.sum().mul(Float.NaN);
    try (OnlineTrainer trainer = trainer(never)) {
      assertThatThrownBy(() -> offer(trainer, 0, 400))
          .isInstanceOf(ProcessFailedException.class)
          .hasMessageContaining("training.learning.rate");
    }
  }

  @Test
  void shouldSaveTheLastPointToResumeFromWhateverCameSince() {
    try (OnlineTrainer trainer = new OnlineTrainer(settings(), IMAGES, UNTRAINED)) {
      int next = offerUntilResumable(trainer, 0, 4);
      Map<String, byte[]> expected = trainer.state();
      String digest = trainer.weightDigest();

      offer(trainer, next, next + 12); // a step, some that wait, and some that are held out

      assertThat(trainer.resumable()).isFalse();
      ReplayBufferTest.assertSame(trainer.state(), expected);
      assertThat(trainer.weightDigest()).isEqualTo(digest);
    }
  }

  private static SamplePair pair(int index) {
    return SamplePair.of(PAIRS.pair(index));
  }

  private static List<SamplePair> heldOut(OnlineTrainer trainer) {
    return trainer.holdOut().get(ModalityPair.IMAGES);
  }

  private static boolean finite(Checkpoint checkpoint) {
    return checkpoint.tensors().values().stream()
        .filter(tensor -> tensor.type() == Tensor.Type.F32)
        .allMatch(tensor -> Floats.allFinite(tensor.data().asFloatBuffer()));
  }

  /** Its steps number from 1. */
  private static PairLoss nanAt(Integer... steps) {
    int[] step = new int[1];
    return (anchors, contrastives, batch) -> {
      step[0]++;
      var loss = new GivenPairsLoss().of(anchors, contrastives, batch);
      return Arrays.asList(steps).contains(step[0]) ? loss.mul(Float.NaN) : loss;
    };
  }

  private static OnlineTrainer trainer(PairLoss loss) {
    return new OnlineTrainer(
        settings(), loss, Map.of(Modality.IMAGE, Learner.State.of(UNTRAINED)), Map.of());
  }

  private static List<OnlineStep> offer(OnlineTrainer trainer, int from, int to) {
    List<OnlineStep> steps = new ArrayList<>();
    for (int i = from; i < to; i++) {
      trainer.offer(pair(i)).ifPresent(steps::add);
    }
    return steps;
  }

  /** Up to this step, from pair number counts().pairs() on. */
  private static OnlineStep offerSteps(OnlineTrainer trainer, int until) {
    Optional<OnlineStep> last = Optional.empty();
    while (trainer.counts().steps() < until) {
      int i = (int) trainer.counts().pairs();
      last = trainer.offer(pair(i));
    }
    return last.orElseThrow();
  }

  /** From a pair on, up to the first point to resume from at or after a step; the next pair. */
  private static int offerUntilResumable(OnlineTrainer trainer, int from, int step) {
    int i = from;
    while (trainer.counts().steps() < step || !trainer.resumable()) {
      trainer.offer(pair(i));
      i++;
    }
    return i;
  }

  private static double mean(List<OnlineStep> steps) {
    return steps.stream().mapToDouble(OnlineStep::loss).average().orElseThrow();
  }

  private static Set<ByteBuffer> images(List<SamplePair> pairs) {
    return pairs.stream()
        .flatMap(pair -> Stream.of(pair.anchor(), pair.contrastive()))
        .map(sample -> ByteBuffer.wrap(sample.content()))
        .collect(Collectors.toSet());
  }

  private static Set<ByteBuffer> images(float[] scaled) {
    byte[] pixels = new byte[scaled.length];
    for (int i = 0; i < scaled.length; i++) {
      pixels[i] = (byte) Math.round((scaled[i] + 1) * 127.5f);
    }
    return IntStream.range(0, scaled.length / Digit.PIXELS)
        .mapToObj(i -> ByteBuffer.wrap(pixels, i * Digit.PIXELS, Digit.PIXELS))
        .collect(Collectors.toSet());
  }

  private static TrainingSettings settings(String... overrides) {
    return new TestSettings()
        .with(
            "training.batch.size=8",
            "training.pairs.per.step=8",
            "training.commit.steps=2",
            "training.hold.out=0.1",
            "training.average=0.5",
            "training.replay=100")
        .with(overrides)
        .load()
        .training();
  }
}
