package io.contrastream.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.contrastream.checkpoint.Checkpoint;
import io.contrastream.checkpoint.Tensor;
import io.contrastream.config.GateSettings;
import io.contrastream.encoding.Encoder;
import io.contrastream.encoding.ModalityPair;
import io.contrastream.image.Digit;
import io.contrastream.image.DigitPair;
import io.contrastream.image.DigitPairs;
import io.contrastream.network.InitialWeights;
import io.contrastream.schema.Modality;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GateTest {
  private static final BiConsumer<Encoder<byte[]>, GateResult> NOTHING =
      (model, result) -> fail("the candidate must not pass");

  private static final Gate GATE =
      new Gate(new GateSettings(100, 0.7, 0.5, 0.05, 0.001, 0.99, 0.01, 0.1, 0.05, 20, 0.1, 0.9));

  /** The first pixel of an image tells its digit. */
  private static final List<SamplePair> PAIRS = pairs();

  @Test
  void shouldLetAGoodOneIn() {
    GateResult result = judge(GATE, metrics(GateTest::right), Optional.of(metrics(confusing(4))));

    assertThat(result.passed()).isTrue();
    assertThat(result.reasons())
        .singleElement()
        .asString()
        .matches(
            "pair accuracy 1\\.0000 \\(before: 0\\.\\d{4}\\), loss \\S+ \\(before: \\S+\\) on \\d+"
                + " pairs");
  }

  @Test
  void shouldRefuseWhatIsOnlyAsGoodAsTheActiveOne() {
    GateMetrics metrics = metrics(GateTest::right);
    GateMetrics perfect = measured(0, 1);
    Gate anyGain =
        new Gate(new GateSettings(100, 0.7, 0.5, 0, 0.001, 0.99, 0.01, 0.1, 0.05, 20, 0.1, 0.9));

    assertThat(judge(GATE, metrics, Optional.of(metrics)).reasons())
        .singleElement()
        .asString()
        .contains("not lower by a share of 0.05 (gate.gain)");
    assertThat(judge(GATE, perfect, Optional.of(perfect)).passed()).isFalse();
    assertThat(judge(anyGain, metrics, Optional.of(metrics)).passed()).isFalse();
  }

  @Test
  void shouldRefuseAGainBelowTheLeast() {
    Optional<GateMetrics> active = Optional.of(measured(0.1, 0.9));

    assertThat(judge(GATE, measured(0.096, 0.9), active).passed()).isFalse();
    assertThat(judge(GATE, measured(0.094, 0.9), active).passed()).isTrue();
  }

  @Test
  void shouldPromoteNoneOfManyThatAreEachALittleWorseThanTheLast() {
    double loss = 0.02;
    double accuracy = 0.99;
    for (int i = 0; i < 43; i++) {
      GateMetrics active = measured(loss, accuracy);
      loss *= 1.09;
      accuracy -= 0.009;

      assertThat(judge(GATE, measured(loss, accuracy), Optional.of(active)).passed()).isFalse();
    }
  }

  @Test
  void shouldRefuseOneThatIsWorseThanTheBestOne() {
    GateMetrics active = measured(0.02, 0.981);
    GateMetrics candidate = measured(0.018, 0.972);

    GateResult result = GATE.judge(images(candidate), images(active), images(measured(0.02, 0.99)));

    assertThat(judge(GATE, candidate, Optional.of(active)).passed()).isTrue();
    assertThat(result.reasons())
        .singleElement()
        .asString()
        .contains("the best checkpoint so far's is 0.9900", "(gate.margin)");
  }

  @Test
  void shouldLetAGoodOneInWhereNothingIsActive() {
    assertThat(judge(GATE, metrics(GateTest::right), Optional.empty()).passed()).isTrue();
  }

  @Test
  void shouldLetOneInThatGainsWithSomeModalitiesAndLosesWithNone() {
    GateMetrics same = measured(0.02, 0.99);
    Map<ModalityPair, GateMetrics> active = both(same, measured(0.3, 0.7));

    assertThat(GATE.judge(both(same, measured(0.1, 0.9)), active, Map.of()).passed()).isTrue();
    assertThat(GATE.judge(both(same, measured(0.3, 0.7)), active, Map.of()).reasons())
        .hasSize(2)
        .anyMatch(it -> it.startsWith("its loss is 0.02") && it.contains("(gate.gain)"))
        .anyMatch(it -> it.startsWith("image:caption: its loss") && it.contains("(gate.gain)"));
    assertThat(
            GATE.judge(both(measured(0.03, 0.9), measured(0.1, 0.9)), active, Map.of()).reasons())
        .anyMatch(it -> it.contains("(gate.margin)"))
        .noneMatch(it -> it.contains("(gate.gain)"));
  }

  @Test
  void shouldHaveALimitOfItsOwnForPairsOfTwoModalities() {
    GateMetrics same = measured(0.02, 0.99);

    assertThat(GATE.judge(both(same, measured(0.3, 0.6)), images(same), Map.of()).passed())
        .isTrue();
    assertThat(GATE.judge(both(same, measured(0.3, 0.4)), images(same), Map.of()).reasons())
        .singleElement()
        .asString()
        .isEqualTo(
            "image:caption: its pair accuracy is 0.4000; the minimum is 0.5000"
                + " (gate.across.accuracy)");
  }

  private static Map<ModalityPair, GateMetrics> both(GateMetrics images, GateMetrics captions) {
    return Map.of(
        ModalityPair.IMAGES, images, ModalityPair.of(Modality.IMAGE, Modality.CAPTION), captions);
  }

  @Test
  void shouldRefuseCollapsedEmbeddings() {
    GateResult result = judge(GATE, metrics(label -> oneHot(0)), Optional.empty());

    assertThat(result.passed()).isFalse();
    assertThat(result.reasons())
        .anyMatch(it -> it.contains("collapsed: their variance is 0.0000"))
        .anyMatch(
            it -> it.contains("collapsed: the mean cosine similarity of random ones is 1.0000"));
  }

  @Test
  void shouldRefuseAnAccuracyBelowTheMinimum() {
    GateResult result = judge(GATE, metrics(label -> oneHot(label / 8)), Optional.empty());

    assertThat(result.reasons())
        .anyMatch(it -> it.contains("the minimum is 0.7000 (gate.accuracy)"));
  }

  @Test
  void shouldRefuseOneThatIsWorseThanTheActiveOne() {
    GateResult result = judge(GATE, metrics(confusing(4)), Optional.of(metrics(GateTest::right)));

    assertThat(result.passed()).isFalse();
    assertThat(result.reasons()).anyMatch(it -> it.contains("(gate.margin)"));
    assertThat(result.reasons()).anyMatch(it -> it.contains("(gate.loss.margin)"));
  }

  @Test
  void shouldRefuseOneThatIsWorseOnOneDigitAlone() {
    Gate lenient =
        new Gate(new GateSettings(100, 0.5, 0.5, -100, 0.001, 0.99, 1, 100, 0.05, 20, 0.1, 0.9));

    GateResult result =
        judge(lenient, metrics(confusing(2)), Optional.of(metrics(GateTest::right)));

    assertThat(result.reasons())
        .isNotEmpty()
        .allMatch(it -> it.contains("digit 0 ") || it.contains("digit 1 "))
        .allMatch(it -> it.contains("(gate.class.margin)"));
  }

  @Test
  void shouldNotJudgeADigitByAFewPairs() {
    Gate strict =
        new Gate(new GateSettings(100, 0.5, 0.5, -100, 0.001, 0.99, 1, 100, 0.05, 1000, 0.1, 0.9));

    GateResult result = judge(strict, metrics(confusing(2)), Optional.of(metrics(GateTest::right)));

    assertThat(result.passed()).isTrue();
  }

  @Test
  void shouldRefuseVectorsThatAreNotFinite() {
    GateResult result =
        judge(GATE, metrics(label -> label == 7 ? nan() : right(label)), Optional.empty());

    assertThat(result.reasons()).containsExactly("its embeddings contain NaN or infinity");
  }

  @Test
  void shouldRefuseWeightsThatAreNotFinite() {
    Map<String, Tensor> tensors = new HashMap<>(InitialWeights.of(1).tensors());
    ByteBuffer bias = ByteBuffer.allocate(32 * 4).order(ByteOrder.LITTLE_ENDIAN);
    bias.putFloat(0, Float.NaN);
    tensors.put("conv1.0.bias", new Tensor(Tensor.Type.F32, new long[] {32}, bias));

    GateResult result =
        GATE.judge(
            new Checkpoint(tensors, Map.of()),
            Optional.empty(),
            Optional.empty(),
            of(PAIRS),
            NOTHING);

    assertThat(result.passed()).isFalse();
    assertThat(result.reasons()).singleElement().asString().contains("conv1.0.bias has 1 numbers");
  }

  @Test
  void shouldNotJudgeOnAHandfulOfPairs() {
    GateResult result =
        GATE.judge(
            InitialWeights.of(1),
            Optional.empty(),
            Optional.empty(),
            of(PAIRS.subList(0, 99)),
            NOTHING);

    assertThat(result.reasons())
        .containsExactly("only 99 pairs are held out so far; the gate needs 100 (gate.pairs)");
  }

  @Test
  void shouldMeasureTheNetworkItself() {
    GateResult result =
        GATE.judge(
            InitialWeights.of(1),
            Optional.of(InitialWeights.of(2)),
            Optional.of(InitialWeights.of(3)),
            of(PAIRS),
            NOTHING);

    assertThat(result.passed()).isFalse();
    assertThat(result.candidate().get(ModalityPair.IMAGES).pairs()).isEqualTo(PAIRS.size());
    assertThat(result.active()).containsOnlyKeys(ModalityPair.IMAGES);
  }

  @Test
  void shouldHandOverTheModelOfACandidateThatPasses() {
    Gate lenient = new Gate(new GateSettings(100, 0, 0, -100, 0.001, 0.99, 1, 100, 1, 20, 0, 1));
    List<String> passed = new ArrayList<>();

    GateResult result =
        lenient.judge(
            InitialWeights.of(1),
            Optional.empty(),
            Optional.empty(),
            of(PAIRS),
            (model, it) -> passed.add(model.checkpointId()));

    assertThat(result.passed()).isTrue();
    assertThat(passed).containsExactly(InitialWeights.of(1).id());
  }

  private static GateResult judge(Gate gate, GateMetrics it, Optional<GateMetrics> active) {
    return gate.judge(images(it), active.map(GateTest::images).orElse(Map.of()), Map.of());
  }

  private static Map<ModalityPair, GateMetrics> images(GateMetrics metrics) {
    return Map.of(ModalityPair.IMAGES, metrics);
  }

  private static Map<ModalityPair, List<SamplePair>> of(List<SamplePair> pairs) {
    return Map.of(ModalityPair.IMAGES, pairs);
  }

  private static GateMetrics measured(double loss, double accuracy) {
    return new GateMetrics(1000, loss, accuracy, 0.9, 0.1, 0.9, 0.1, true, List.of(), Map.of());
  }

  private static GateMetrics metrics(IntFunction<float[]> byLabel) {
    return GateMetrics.of(
        samples -> samples.stream().map(it -> byLabel.apply(it.content()[0])).toList(),
        ModalityPair.IMAGES,
        PAIRS);
  }

  private static float[] right(int label) {
    return oneHot(label);
  }

  /** Takes the first n digits for one another. */
  private static IntFunction<float[]> confusing(int n) {
    return label -> oneHot(label < n ? 0 : label);
  }

  private static float[] nan() {
    float[] vector = new float[Digit.CLASSES];
    vector[0] = Float.NaN;
    return vector;
  }

  private static float[] oneHot(int i) {
    float[] vector = new float[Digit.CLASSES];
    Arrays.fill(vector, 0.3f); // nobody is perfect
    vector[i] = 3;
    return vector;
  }

  private static List<SamplePair> pairs() {
    DigitPairs pairs = new DigitPairs(TinyDigits.of(100), 1);
    return IntStream.range(0, 1000).mapToObj(i -> marked(pairs.pair(i))).toList();
  }

  private static SamplePair marked(DigitPair pair) {
    return new SamplePair(marked(pair.anchor()), marked(pair.contrastive()), pair.positive());
  }

  private static Sample marked(Digit digit) {
    byte[] pixels = digit.pixels().clone();
    pixels[0] = digit.label().byteValue();
    return Sample.of(new Digit(pixels, digit.label()));
  }
}
