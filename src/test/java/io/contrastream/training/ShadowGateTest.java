package io.contrastream.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.contrastream.encoding.ModalityPair;
import io.contrastream.schema.Modality;
import io.contrastream.similarity.ShadowSums;
import io.contrastream.testing.TestSettings;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ShadowGateTest {
  private static final ModalityPair ACROSS = ModalityPair.of(Modality.IMAGE, Modality.CAPTION);

  private final ShadowGate gate = new ShadowGate(TestSettings.of().gate());

  @Test
  void shouldLetABetterOneIn() {
    GateResult result = gate.judge(Map.of(ModalityPair.IMAGES, sums(2000, 0.7, 0.8, 1)));

    assertThat(result.passed()).isTrue();
    assertThat(result.reasons())
        .singleElement()
        .asString()
        .startsWith("live loss 0.")
        .contains("on the same 2000 pairs");
  }

  @Test
  void shouldRefuseAWorseOne() {
    GateResult result = gate.judge(Map.of(ModalityPair.IMAGES, sums(2000, 0.8, 0.7, 1)));

    assertThat(result.passed()).isFalse();
    assertThat(result.noBetter()).isFalse();
    assertThat(result.reasons()).singleElement().asString().endsWith("it is worse");
  }

  @Test
  void shouldRefuseWhatMayBeChance() {
    int passed = 0;
    for (int seed = 0; seed < 200; seed++) {
      GateResult result = gate.judge(Map.of(ModalityPair.IMAGES, sums(500, 0.8, 0.8, seed)));
      passed += result.passed() ? 1 : 0;
    }

    assertThat(passed).isLessThan(15); // 4.6 are expected
  }

  @Test
  void shouldSayThatAnEqualOneIsNoBetter() {
    GateResult result = gate.judge(Map.of(ModalityPair.IMAGES, new ShadowSums(100, 5, 5, 0)));

    assertThat(result.passed()).isFalse();
    assertThat(result.noBetter()).isTrue();
    assertThat(result.reasons()).singleElement().asString().endsWith("it is not better");
  }

  @Test
  void shouldRefuseAGainThatCostsOtherModalities() {
    ShadowSums better = sums(2000, 0.7, 0.8, 1);
    ShadowSums worse = sums(2000, 0.8, 0.7, 1);

    GateResult result = gate.judge(Map.of(ModalityPair.IMAGES, better, ACROSS, worse));

    assertThat(result.passed()).isFalse();
    assertThat(result.reasons()).singleElement().asString().startsWith("image:caption: live loss");
  }

  @Test
  void shouldRefuseALossThatIsNoNumber() {
    ShadowSums broken = new ShadowSums(100, Double.NaN, 5, Double.NaN);

    assertThat(gate.judge(Map.of(ModalityPair.IMAGES, broken)).passed()).isFalse();
    assertThat(gate.judge(Map.of()).passed()).isFalse();
  }

  @Test
  void shouldLetWorseOnesInAsTheGateDoes() {
    ShadowGate open = new ShadowGate(TestSettings.of("gate.gain=-1").gate());

    assertThat(open.judge(Map.of(ModalityPair.IMAGES, new ShadowSums(9, 18, 10, 9))).passed())
        .isTrue();
    assertThat(open.judge(Map.of(ModalityPair.IMAGES, new ShadowSums(9, 22, 10, 9))).passed())
        .isFalse();
  }

  @Test
  void shouldNotLetOnesInThatAreMuchWorseInOtherModalities() {
    ShadowGate open = new ShadowGate(TestSettings.of("gate.gain=-1").gate());
    ShadowSums alike = new ShadowSums(9, 10, 10, 0);
    ShadowSums thrice = new ShadowSums(9, 30, 10, 9 * (20 / 9.0) * (20 / 9.0));

    GateResult result = open.judge(Map.of(ModalityPair.IMAGES, alike, ACROSS, thrice));

    assertThat(result.passed()).isFalse();
    assertThat(result.reasons()).singleElement().asString().startsWith("image:caption: live loss");
  }

  /** Negative pairs, with these mean cosine similarities, give or take a tenth. */
  private static ShadowSums sums(int pairs, double cosine, double activeCosine, long seed) {
    Random random = new Random(seed);
    ShadowSums sums = ShadowSums.NONE;
    for (int i = 0; i < pairs; i++) {
      double one = cosine + 0.1 * random.nextGaussian();
      double other = activeCosine + 0.1 * random.nextGaussian();
      sums = sums.plus(ShadowSums.ofPair(one, other, 0));
    }
    return sums;
  }
}
