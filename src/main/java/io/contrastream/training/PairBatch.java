package io.contrastream.training;

import io.contrastream.encoding.ModalityPair;
import io.contrastream.image.Digit;
import io.contrastream.image.DigitPair;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The pairs of one training step.
 *
 * @param anchors n inputs, one after the other; an image has {@link Digit#PIXELS} numbers in [-1,
 *     1]
 * @param contrastives the n contrastive examples, likewise, or their embeddings if they are of a
 *     network that is not trained
 * @param targets for each pair, 1 if it is positive, 0 if it is negative
 * @param labels of the n anchors, then of the n contrastive examples; null if unknown
 */
public record PairBatch(float[] anchors, float[] contrastives, float[] targets, Integer[] labels) {

  /**
   * @param pairs at least one
   */
  public static PairBatch of(List<DigitPair> pairs, PixelScaling scaling) {
    int n = pairs.size();
    PairBatch batch =
        new PairBatch(
            new float[n * Digit.PIXELS],
            new float[n * Digit.PIXELS],
            new float[n],
            new Integer[2 * n]);
    for (int i = 0; i < n; i++) {
      DigitPair pair = pairs.get(i);
      scaling.scale(pair.anchor().pixels(), batch.anchors, i * Digit.PIXELS);
      scaling.scale(pair.contrastive().pixels(), batch.contrastives, i * Digit.PIXELS);
      batch.targets[i] = pair.target();
      batch.labels[i] = pair.anchor().label();
      batch.labels[n + i] = pair.contrastive().label();
    }
    return batch;
  }

  /**
   * Returns a batch of pairs of one modality.
   *
   * @param pairs at least one
   */
  static PairBatch of(List<SamplePair> pairs) {
    return new PairBatch(
        numbers(pairs.stream().map(SamplePair::anchor).toList()),
        numbers(pairs.stream().map(SamplePair::contrastive).toList()),
        targets(pairs),
        labels(pairs, SamplePair::anchor, SamplePair::contrastive));
  }

  /**
   * Returns a batch in which inputs of one modality meet the embeddings of another, see {@link
   * ContrastiveTrainer#stepAgainst}.
   *
   * @param pairs at least one
   * @param modalities of the pairs; the inputs are of the second
   * @param vectors of the others, in the order of the pairs
   */
  static PairBatch against(List<SamplePair> pairs, ModalityPair modalities, float[] vectors) {
    Function<SamplePair, Sample> trained = pair -> pair.of(modalities.other());
    return new PairBatch(
        numbers(pairs.stream().map(trained).toList()),
        vectors,
        targets(pairs),
        labels(pairs, trained, pair -> pair.of(modalities.one())));
  }

  /** Returns the numbers of inputs of one modality, one after the other. */
  static float[] numbers(List<Sample> samples) {
    int size = samples.get(0).size();
    float[] numbers = new float[samples.size() * size];
    for (int i = 0; i < samples.size(); i++) {
      samples.get(i).write(numbers, i * size);
    }
    return numbers;
  }

  private static float[] targets(List<SamplePair> pairs) {
    float[] targets = new float[pairs.size()];
    for (int i = 0; i < targets.length; i++) {
      targets[i] = pairs.get(i).target();
    }
    return targets;
  }

  private static Integer[] labels(
      List<SamplePair> pairs,
      Function<SamplePair, Sample> first,
      Function<SamplePair, Sample> second) {
    return Stream.concat(pairs.stream().map(first), pairs.stream().map(second))
        .map(Sample::label)
        .toArray(Integer[]::new);
  }

  public int size() {
    return targets.length;
  }
}
