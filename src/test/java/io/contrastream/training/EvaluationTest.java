package io.contrastream.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.contrastream.checkpoint.Networks;
import io.contrastream.encoding.Encoder;
import io.contrastream.encoding.EncoderSpec;
import io.contrastream.image.Digit;
import io.contrastream.image.DigitSet;
import io.contrastream.source.SourceException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvaluationTest {

  private final DigitSet images = digits(0, 0, 0, 0, 1, 1, 1, 1);

  @Test
  void shouldFindNothingWrongWithPerfectVectors() {
    EvaluationReport report = evaluate(images, degrees(0, 0, 0, 0, 90, 90, 90, 90));

    assertThat(report.pairLoss()).isCloseTo(0, within(1e-6));
    assertThat(report.pairAccuracy()).isEqualTo(1);
    assertThat(report.meanPositiveCosine()).isCloseTo(1, within(1e-6));
    assertThat(report.meanNegativeCosine()).isCloseTo(0, within(1e-6));
    assertThat(report.knn1()).isEqualTo(1);
    assertThat(report.knn5()).isEqualTo(1);
  }

  @Test
  void shouldMeasureTheLossOfVectorsThatAreAllAlike() {
    EvaluationReport report = evaluate(images, degrees(30, 30, 30, 30, 30, 30, 30, 30));

    assertThat(report.pairLoss()).isCloseTo(0.5, within(1e-6));
    assertThat(report.pairAccuracy()).isEqualTo(0.5);
    assertThat(report.meanPositiveCosine()).isCloseTo(1, within(1e-6));
    assertThat(report.meanNegativeCosine()).isCloseTo(1, within(1e-6));
  }

  @Test
  void shouldMissAnImageThatLiesAmongOthers() {
    DigitSet twelve = digits(0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1);
    double[] lastAmongZeros = degrees(0, 5, 10, 15, 20, 25, 85, 90, 95, 100, 105, 12);

    EvaluationReport report = evaluate(twelve, lastAmongZeros);

    assertThat(report.knn5()).isCloseTo(11 / 12.0, within(1e-9));
    assertThat(report.perClass()).extracting("knn5").containsExactly(1.0, 5 / 6.0);
  }

  @Test
  void shouldReportEachDigitByItself() {
    EvaluationReport report = evaluate(images, degrees(0, 0, 0, 0, 90, 90, 90, 90));

    assertThat(report.perClass()).extracting("label").containsExactly(0, 1);
    assertThat(report.perClass()).extracting("images").containsExactly(4, 4);
  }

  @Test
  void shouldLookForNeighboursInTheGalleryWhereThereIsOne() {
    DigitSet gallery = digits(1, 1, 1, 1, 1, 1, 1);
    Evaluation evaluation = new Evaluation(images, Optional.of(gallery), 40, 1);

    EvaluationReport report = evaluation.of(new Pointing(degrees(0, 0, 0, 0, 0, 0, 0, 0)));

    assertThat(report.gallery()).isEqualTo(7);
    assertThat(report.knn1()).isEqualTo(0.5);
  }

  @Test
  void shouldNotFindAnImageItselfInTheGallery() {
    // given: the nearest others show another digit
    DigitSet mixed = digits(0, 1, 0, 1, 0, 1, 0, 1);
    Evaluation evaluation = new Evaluation(mixed, Optional.of(digits(0, 1, 0, 1, 0, 1)), 40, 1);

    // when
    EvaluationReport report = evaluation.of(new Pointing(degrees(0, 10, 20, 30, 40, 50, 60, 70)));

    // then: images 6 and 7 have no copy there; the nearest of both is image 5
    assertThat(report.knn1()).isEqualTo(1 / 8.0);
    assertThat(evaluation.hint())
        .hasValue("6 of 8 images are in the gallery, too: none counts as a neighbour of itself.");
  }

  @Test
  void shouldNotFindAnImageThatIsTwiceInTheSource() {
    // given
    DigitSet mixed = digits(0, 1, 0, 1, 0, 1, 0, 1);
    DigitSet twice =
        new DigitSet(IntStream.range(0, 16).mapToObj(i -> copy(mixed.get(i % 8))).toList());
    Evaluation evaluation = new Evaluation(twice, Optional.empty(), 40, 1);

    // when
    EvaluationReport report = evaluation.of(new Pointing(degrees(0, 10, 20, 30, 40, 50, 60, 70)));

    // then
    assertThat(report.knn1()).isZero();
    assertThat(evaluation.hint().orElseThrow())
        .startsWith("16 of 16 images are more than once in the source: ");
  }

  private static Digit copy(Digit digit) {
    return new Digit(digit.pixels().clone(), digit.label());
  }

  @Test
  void shouldRefuseAGalleryOfCopies() {
    DigitSet gallery = digits(0, 1, 0, 1, 0);

    assertThatThrownBy(() -> new Evaluation(images, Optional.of(gallery), 40, 1))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("need 5 images that are not copies");
  }

  @Test
  void shouldScoreAsManyPairsAsAsked() {
    Evaluation evaluation = new Evaluation(images, Optional.empty(), 40, 1);

    assertThat(evaluation.hint()).isEmpty();
    assertThat(evaluation.of(new Pointing(degrees(0, 0, 0, 0, 90, 90, 90, 90))).pairs())
        .isEqualTo(40);
  }

  @ParameterizedTest
  @CsvSource({"7, 7 7 3 3 7", "7, 7 3 3 7 1", "2, 1 2 2 3 4", "1, 1 2 3 4 5"})
  void shouldElectTheMostFrequentAndThenTheNearest(int elected, String labels) {
    int[] byNearness = List.of(labels.split(" ")).stream().mapToInt(Integer::parseInt).toArray();

    assertThat(Evaluation.elect(byNearness)).isEqualTo(elected);
  }

  @Test
  void shouldRefuseImagesWithoutLabels() {
    DigitSet unlabelled = digits(0, 1, 0, 1, 0, 1, 0, null);

    assertThatThrownBy(() -> new Evaluation(unlabelled, Optional.empty(), 10, 1))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("Image 7");
  }

  @Test
  void shouldRefuseTooFewImagesToChooseFrom() {
    assertThatThrownBy(() -> new Evaluation(digits(0, 1, 0), Optional.empty(), 10, 1))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("5 images");
  }

  private static EvaluationReport evaluate(DigitSet images, double[] degrees) {
    return new Evaluation(images, Optional.empty(), 40, 1).of(new Pointing(degrees));
  }

  private static double[] degrees(double... degrees) {
    return degrees;
  }

  /** Digits whose first pixel is their index. */
  private static DigitSet digits(Integer... labels) {
    return new DigitSet(
        IntStream.range(0, labels.length)
            .mapToObj(
                i -> {
                  byte[] pixels = new byte[Digit.PIXELS];
                  pixels[0] = (byte) i;
                  return new Digit(pixels, labels[i]);
                })
            .toList());
  }

  /** Embeds digit i as a vector at a given angle in a plane. */
  private record Pointing(double[] degrees) implements Encoder<byte[]> {

    @Override
    public String checkpointId() {
      return "pointing";
    }

    @Override
    public EncoderSpec spec() {
      return Networks.IMAGE.spec();
    }

    @Override
    public float[][] embed(List<byte[]> images) {
      return images.stream().map(pixels -> vector(degrees[pixels[0]])).toArray(float[][]::new);
    }

    @Override
    public void close() {}

    private static float[] vector(double angle) {
      double radians = Math.toRadians(angle);
      return new float[] {(float) Math.cos(radians), (float) Math.sin(radians)};
    }
  }
}
