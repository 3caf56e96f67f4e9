package io.contrastream.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import io.contrastream.caption.Caption;
import io.contrastream.caption.WordedCaptions;
import io.contrastream.checkpoint.Checkpoint;
import io.contrastream.checkpoint.CheckpointFile;
import io.contrastream.checkpoint.Networks;
import io.contrastream.checkpoint.Tensor;
import io.contrastream.checkpoint.WeightDigest;
import io.contrastream.config.ConfigException;
import io.contrastream.config.TrainingSettings;
import io.contrastream.encoding.ModalityPair;
import io.contrastream.image.DigitPairs;
import io.contrastream.image.LabelledDigits;
import io.contrastream.lifecycle.ProcessFailedException;
import io.contrastream.network.InitialWeights;
import io.contrastream.schema.DigitCaption;
import io.contrastream.schema.DigitSound;
import io.contrastream.schema.Modality;
import io.contrastream.sound.Sound;
import io.contrastream.sound.spoken.SpokenDigits;
import io.contrastream.source.Labelled;
import io.contrastream.source.LabelledSource;
import io.contrastream.source.PairsAcross;
import io.contrastream.testing.TestSettings;
import io.contrastream.topic.InputRecord;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Captions and sounds are learnt from the stream beside images. */
class OnlineAcrossTest {
  private static final Checkpoint UNTRAINED = InitialWeights.of(1);
  private static final Set<Modality> ALL = EnumSet.allOf(Modality.class);
  private static final Set<Modality> BOTH = EnumSet.of(Modality.IMAGE, Modality.CAPTION);
  private static final ModalityPair IMAGE_CAPTION =
      ModalityPair.of(Modality.IMAGE, Modality.CAPTION);

  private final DigitPairs ofImages = new DigitPairs(TinyDigits.of(80), 1);
  private final LabelledSource<byte[]> images = new LabelledDigits(TinyDigits.of(80));
  private final WordedCaptions captions = WordedCaptions.seen(1, 200);
  private final SpokenDigits sounds = new SpokenDigits(1, 20);

  @Test
  void shouldLearnCaptionsAndLeaveLockedImagesAsTheyAre() {
    Set<Modality> both = Set.of(Modality.IMAGE, Modality.CAPTION);
    Checkpoint shipped = CheckpointFile.load(Path.of("checkpoints/contrastream-mnist.safetensors"));
    Checkpoint start = new Checkpoint(Networks.part(shipped.tensors(), Networks.IMAGE), Map.of());
    try (OnlineTrainer trainer = new OnlineTrainer(settings(), both, start)) {
      List<SamplePair> pairs = across(images, captions, 1200);
      List<Double> losses =
          pairs.stream()
              .flatMap(pair -> trainer.offer(pair).stream())
              .map(it -> (double) it.loss())
              .toList();
      Checkpoint learnt = trainer.candidate(Map.of());

      int n = losses.size();
      assertThat(mean(losses.subList(n - 10, n))).isLessThan(0.7 * mean(losses.subList(0, 10)));
      assertThat(digest(learnt, Modality.IMAGE)).isEqualTo(digest(start, Modality.IMAGE));
      assertThat(Networks.has(learnt, Modality.CAPTION)).isTrue();
    }
  }

  @Test
  void shouldLearnAllThreeIfNoneIsLocked() {
    try (OnlineTrainer trainer = new OnlineTrainer(settings("training.locked="), ALL, UNTRAINED)) {
      offerAll(trainer, 200);

      Checkpoint learnt = trainer.candidate(Map.of());
      for (Modality modality : ALL) {
        assertThat(digest(learnt, modality))
            .isNotEqualTo(digest(InitialWeights.of(1, ALL), modality));
      }
    }
  }

  @Test
  void shouldResumeToTheSameStateToTheLastBit() {
    Map<String, byte[]> expected;
    Map<String, byte[]> saved;
    int end;
    int resumed;
    try (OnlineTrainer whole = new OnlineTrainer(settings("training.locked="), ALL, UNTRAINED)) {
      resumed = offerUntilResumable(whole, 0, 4);
      saved = whole.state();
      end = offerUntilResumable(whole, resumed, 8);
      expected = whole.state();
    }
    try (OnlineTrainer second =
        new OnlineTrainer(settings("training.locked="), ALL, saved, Optional.empty())) {
      IntStream.range(resumed, end).mapToObj(this::mixed).forEach(second::offer);

      ReplayBufferTest.assertSame(second.state(), expected);
    }
  }

  @Test
  void shouldHoldOutPairsOfEveryTwoModalities() {
    try (OnlineTrainer trainer =
        new OnlineTrainer(settings("training.hold.out=0.4"), ALL, UNTRAINED)) {
      offerAll(trainer, 400);

      assertThat(trainer.holdOut()).hasSize(6);
      assertThat(trainer.holdOut().get(IMAGE_CAPTION))
          .isNotEmpty()
          .allMatch(pair -> pair.modalities().equals(IMAGE_CAPTION))
          .allMatch(new HoldOut(0.4)::measures);
    }
  }

  /** If images move, encoders that are not learnt with them no longer fit. */
  @Test
  void shouldDropTheEncodersThatItDoesNotLearnIfImagesMove() {
    Checkpoint start = InitialWeights.of(1, ALL);
    try (OnlineTrainer trainer = new OnlineTrainer(settings(), Set.of(Modality.IMAGE), start)) {
      across(images, captions, 50).forEach(pair -> assertThat(trainer.offer(pair)).isEmpty());
      assertThat(trainer.counts().steps()).isZero();

      IntStream.range(0, 50).forEach(i -> trainer.offer(SamplePair.of(ofImages.pair(i))));

      assertThat(trainer.counts().steps()).isPositive();
      assertThat(Networks.has(trainer.candidate(Map.of()), Modality.SOUND)).isFalse();
    }
  }

  @Test
  void shouldCarryAlongTheEncodersThatItDoesNotLearnIfImagesStay() {
    Checkpoint start = InitialWeights.of(1, ALL);
    Set<Modality> both = Set.of(Modality.IMAGE, Modality.CAPTION);
    try (OnlineTrainer trainer = new OnlineTrainer(settings(), both, start)) {
      across(images, captions, 50).forEach(trainer::offer);

      assertThat(digest(trainer.candidate(Map.of()), Modality.SOUND))
          .isEqualTo(digest(start, Modality.SOUND));
    }
  }

  /** The state of a former run of images is ahead of what processors embed with. */
  @Test
  void shouldTakeLockedWeightsFromTheActiveCheckpoint() {
    Map<String, byte[]> saved;
    try (OnlineTrainer ofImagesOnly =
        new OnlineTrainer(settings(), Set.of(Modality.IMAGE), UNTRAINED)) {
      int i = 0;
      while (ofImagesOnly.counts().steps() < 4 || !ofImagesOnly.resumable()) {
        ofImagesOnly.offer(SamplePair.of(ofImages.pair(i++)));
      }
      saved = ofImagesOnly.state();
    }
    Set<Modality> both = Set.of(Modality.IMAGE, Modality.CAPTION);
    try (OnlineTrainer locked =
        new OnlineTrainer(settings(), both, saved, Optional.of(UNTRAINED))) {
      across(images, captions, 50).forEach(locked::offer);

      assertThat(digest(locked.candidate(Map.of()), Modality.IMAGE))
          .isEqualTo(digest(UNTRAINED, Modality.IMAGE));
    }
  }

  @Test
  void shouldNotBeJudgedBeforeAllThatItLearnsCanBeMeasured() {
    Gate gate = new Gate(TestSettings.of("gate.pairs=4").gate());
    try (OnlineTrainer trainer = new OnlineTrainer(settings("training.locked="), ALL, UNTRAINED)) {
      IntStream.range(0, 2000).forEach(i -> trainer.offer(SamplePair.of(ofImages.pair(i))));
      assertThat(gate.shortage(trainer.heldOutOfLearnt())).isEmpty();

      across(images, captions, 10).forEach(trainer::offer);

      assertThat(gate.shortage(trainer.heldOutOfLearnt()))
          .get()
          .asString()
          .startsWith("image:caption: only ");
    }
  }

  @Test
  void shouldGoBackWithTheNetworkThatFailsOnly() {
    PairLoss never = (anchors, contrastives, batch) -> anchors.sum().mul(Float.NaN);
    Checkpoint start = InitialWeights.of(1, BOTH);
    try (OnlineTrainer trainer =
        new OnlineTrainer(settings("training.locked="), never, states(start), Map.of())) {
      List<OnlineStep> steps = offerBoth(trainer, 3);

      assertThat(steps).extracting(OnlineStep::restored).containsExactly(false, false, true);
      assertThat(steps)
          .allSatisfy(
              step -> {
                assertThat(step.skipped()).containsExactly(ModalityPair.IMAGES);
                assertThat(step.loss()).isFinite();
              });
      assertThat(digest(trainer.candidate(Map.of()), Modality.CAPTION))
          .isNotEqualTo(digest(start, Modality.CAPTION));
    }
  }

  @Test
  void shouldNameTheLearningRateOfTheNetworkThatFails() {
    Checkpoint start = withNan(InitialWeights.of(1, BOTH), Modality.IMAGE);
    try (OnlineTrainer trainer =
        new OnlineTrainer(settings(), new GivenPairsLoss(), states(start), Map.of())) {
      assertThatThrownBy(() -> across(images, captions, 400).forEach(trainer::offer))
          .isInstanceOf(ProcessFailedException.class)
          .hasMessageContaining("Lower training.across.learning.rate and start");
    }
  }

  @Test
  void shouldTellTheLearningRateThatItUses() {
    try (OnlineTrainer locked = new OnlineTrainer(rates(), BOTH, UNTRAINED);
        OnlineTrainer free = new OnlineTrainer(rates("training.locked="), BOTH, UNTRAINED)) {
      assertThat(offerBoth(locked, 1).get(0).learningRate()).isEqualTo(0.25);
      assertThat(offerBoth(free, 1).get(0).learningRate()).isEqualTo(0.5);
    }
  }

  private static TrainingSettings rates(String... overrides) {
    return settings(
        Stream.concat(
                Stream.of("training.learning.rate=0.5", "training.across.learning.rate=0.25"),
                Stream.of(overrides))
            .toArray(String[]::new));
  }

  private static Map<Modality, Learner.State> states(Checkpoint start) {
    return Learners.start(settings("training.locked="), start, BOTH);
  }

  private static Checkpoint withNan(Checkpoint weights, Modality modality) {
    Map<String, Tensor> tensors = new LinkedHashMap<>(weights.tensors());
    Networks.part(weights.tensors(), Networks.of(modality))
        .forEach(
            (name, tensor) -> {
              if (tensor.type() == Tensor.Type.F32) {
                float[] values = new float[tensor.data().asFloatBuffer().remaining()];
                Arrays.fill(values, Float.NaN);
                tensors.put(name, Tensor.ofFloats(FloatBuffer.wrap(values), tensor.shape()));
              }
            });
    return new Checkpoint(tensors, Map.of());
  }

  /** Offers pairs of images, and of images with captions, in turn. */
  private List<OnlineStep> offerBoth(OnlineTrainer trainer, int steps) {
    List<OnlineStep> taken = new ArrayList<>();
    List<SamplePair> withCaptions = across(images, captions, 20 * steps);
    for (int i = 0; taken.size() < steps; i++) {
      SamplePair pair = i % 2 == 0 ? SamplePair.of(ofImages.pair(i / 2)) : withCaptions.get(i / 2);
      trainer.offer(pair).ifPresent(taken::add);
    }
    return taken;
  }

  @ParameterizedTest
  @EnumSource(names = {"IMAGE", "CAPTION"})
  void shouldFreeWhatItHasIfANetworkCannotBeBuilt(Modality damaged) {
    AtomicInteger closed = new AtomicInteger();
    PairLoss loss =
        new PairLoss() {
          @Override
          public NDArray of(NDArray anchors, NDArray contrastives, PairBatch batch) {
            throw new AssertionError("not called");
          }

          @Override
          public void close() {
            closed.incrementAndGet();
          }
        };
    Map<Modality, Learner.State> states = states(InitialWeights.of(1, BOTH));
    String unknown = Networks.of(damaged).prefix() + "misnamed";
    Map<String, Tensor> misnamed = Map.of(unknown, Tensor.ofFloats(FloatBuffer.allocate(3), 3));
    states.put(damaged, Learner.State.of(new Checkpoint(misnamed, Map.of())));

    assertThatThrownBy(() -> new OnlineTrainer(settings(), loss, states, Map.of()))
        .isInstanceOf(RuntimeException.class);

    assertThat(closed).as("with the network of images").hasValue(1);
  }

  @Test
  void shouldRefuseToLockEverything() {
    assertThatThrownBy(
            () ->
                new OnlineTrainer(settings("training.locked=image,caption,sound"), ALL, UNTRAINED))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("training.locked");
  }

  /** Candidates are judged with the encoders that the active checkpoint lacks. */
  @Test
  void shouldPassTheGateWithAnEncoderThatIsNew() {
    Set<Modality> both = Set.of(Modality.IMAGE, Modality.CAPTION);
    Gate gate =
        new Gate(
            TestSettings.of(
                    "gate.pairs=4",
                    "gate.across.accuracy=0",
                    "gate.variance=0",
                    "gate.cosine=1",
                    "gate.accuracy=0",
                    "gate.class.margin=1")
                .gate());
    try (OnlineTrainer trainer =
        new OnlineTrainer(settings("training.hold.out=0.4"), both, UNTRAINED)) {
      across(images, captions, 300).forEach(trainer::offer);
      IntStream.range(0, 200).forEach(i -> trainer.offer(SamplePair.of(ofImages.pair(i))));

      GateResult result =
          gate.judge(
              trainer.candidate(Map.of()),
              Optional.of(UNTRAINED),
              Optional.empty(),
              trainer.holdOut(),
              (model, passed) -> {});

      assertThat(result.reasons())
          .filteredOn(reason -> reason.startsWith("image:caption: pair accuracy"))
          .singleElement()
          .asString()
          .endsWith("no active checkpoint has an encoder to compare with");
      assertThat(result.passed()).isTrue();
      assertThat(GateResult.byName(result.candidate()))
          .containsKeys("holdout.loss", "image:caption.holdout.loss");
    }
  }

  private static String digest(Checkpoint checkpoint, Modality modality) {
    return WeightDigest.of(Networks.part(checkpoint.tensors(), Networks.of(modality)));
  }

  private int offerUntilResumable(OnlineTrainer trainer, int from, int step) {
    int i = from;
    while (trainer.counts().steps() < step || !trainer.resumable()) {
      trainer.offer(mixed(i));
      i++;
    }
    return i;
  }

  private void offerAll(OnlineTrainer trainer, int count) {
    IntStream.range(0, count).mapToObj(this::mixed).forEach(trainer::offer);
  }

  /** Returns pairs of images, and of every two other modalities, in turn. */
  private SamplePair mixed(int i) {
    return switch (i % 4) {
      case 0 -> SamplePair.of(ofImages.pair(i / 4));
      case 1 -> across(images, captions, i / 4 + 1).get(i / 4);
      case 2 -> pair(new PairsAcross<>(images, sounds, 1), i / 4);
      default -> pair(new PairsAcross<>(captions, sounds, 1), i / 4);
    };
  }

  private static List<SamplePair> across(
      LabelledSource<?> anchors, LabelledSource<?> examples, int count) {
    PairsAcross<?, ?> pairs = new PairsAcross<>(anchors, examples, 1);
    return IntStream.range(0, count).mapToObj(i -> pair(pairs, i)).toList();
  }

  private static SamplePair pair(PairsAcross<?, ?> pairs, int i) {
    PairsAcross.Pair<?, ?> pair = pairs.pair(i);
    Sample anchor = sample(pair.anchor());
    Sample example = sample(pair.example());
    return new SamplePair(anchor, example, anchor.label().equals(example.label()));
  }

  private static Sample sample(Labelled<?> labelled) {
    if (labelled.input() instanceof byte[] pixels) {
      return new Sample(Modality.IMAGE, pixels, labelled.label());
    }
    if (labelled.input() instanceof Sound sound) {
      return Sample.of(
          InputRecord.of(
              DigitSound.newBuilder()
                  .setSoundId("s")
                  .setLabel(labelled.label())
                  .setSampleRate(sound.rate())
                  .setSamples(InputRecord.samples(sound))
                  .build()));
    }
    String text = ((Caption) labelled.input()).text();
    return Sample.of(
        InputRecord.of(
            DigitCaption.newBuilder()
                .setCaptionId("c")
                .setLabel(labelled.label())
                .setText(text)
                .build()));
  }

  private static double mean(List<Double> numbers) {
    return numbers.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
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
