package io.contrastream.training;

import static io.contrastream.training.Evaluation.orNaN;

import io.contrastream.encoding.ModalityPair;
import io.contrastream.similarity.CosineSimilarity;
import io.contrastream.similarity.LossSums;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * How well a checkpoint embeds held-out pairs.
 *
 * @param pairs number of pairs
 * @param loss mean squared error of the cosine similarity against its target
 * @param accuracy share of pairs on the right side of a cosine similarity of 0.5
 * @param positiveCosine mean cosine similarity of the positive pairs
 * @param negativeCosine mean cosine similarity of the negative pairs
 * @param variance of the embeddings, scaled to length 1, around their mean: 0 if all are equal, at
 *     most 1
 * @param randomCosine mean cosine similarity of two embeddings drawn at random
 * @param finite whether no embedding contains NaN or infinity
 * @param each the sums of each pair, in the order of the pairs
 * @param classes by the anchor's digit; pairs with an unlabelled anchor are left out
 */
public record GateMetrics(
    int pairs,
    double loss,
    double accuracy,
    double positiveCosine,
    double negativeCosine,
    double variance,
    double randomCosine,
    boolean finite,
    List<LossSums> each,
    Map<Integer, OfClass> classes) {

  /** Names in {@link #byName}. */
  public static final String LOSS = "holdout.loss";

  public static final String ACCURACY = "holdout.accuracy";

  private static final int DRAWS = 4000;

  /** Metrics of the pairs whose anchor shows one digit. */
  public record OfClass(int pairs, double accuracy) {}

  public GateMetrics {
    each = List.copyOf(each);
    classes = Map.copyOf(classes);
  }

  /**
   * Embeds both inputs of every pair and measures. Metrics are comparable if they come from the
   * same pairs.
   *
   * @param embedder embeds samples of one modality
   * @param modalities of the pairs
   * @param pairs at least one
   */
  static GateMetrics of(
      Function<List<Sample>, List<float[]>> embedder,
      ModalityPair modalities,
      List<SamplePair> pairs) {
    boolean ofOne = modalities.isOfOne();
    List<float[]> anchors =
        embed(embedder, pairs, ofOne ? SamplePair::anchor : it -> it.of(modalities.one()));
    List<float[]> contrastives =
        embed(embedder, pairs, ofOne ? SamplePair::contrastive : it -> it.of(modalities.other()));
    List<LossSums> each = new ArrayList<>();
    Map<Integer, LossSums> byClass = new TreeMap<>();
    for (int i = 0; i < pairs.size(); i++) {
      SamplePair pair = pairs.get(i);
      double cosine = CosineSimilarity.between(anchors.get(i), contrastives.get(i));
      LossSums one = LossSums.ofPair(cosine, pair.target());
      each.add(one);
      if (pair.anchor().label() != null) {
        byClass.merge(pair.anchor().label(), one, LossSums::plus);
      }
    }
    LossSums all = each.stream().reduce(LossSums.NONE, LossSums::plus);
    List<float[]> vectors = new ArrayList<>(anchors);
    vectors.addAll(contrastives);
    Map<Integer, OfClass> classes = new LinkedHashMap<>();
    byClass.forEach(
        (label, sums) ->
            classes.put(
                label, new OfClass(Math.toIntExact(sums.pairs()), orNaN(sums.pairAccuracy()))));
    return new GateMetrics(
        pairs.size(),
        orNaN(all.meanLoss()),
        orNaN(all.pairAccuracy()),
        orNaN(all.meanPositiveCosine()),
        orNaN(all.meanNegativeCosine()),
        variance(vectors),
        randomCosine(vectors),
        vectors.stream().allMatch(Floats::allFinite),
        each,
        classes);
  }

  /** Returns the metrics by name, as telemetry and checkpoints carry them, without NaN. */
  public Map<String, Double> byName() {
    Map<String, Double> named = new LinkedHashMap<>();
    named.put("holdout.pairs", (double) pairs);
    named.put(LOSS, loss);
    named.put(ACCURACY, accuracy);
    named.put("holdout.positive.cosine", positiveCosine);
    named.put("holdout.negative.cosine", negativeCosine);
    named.put("holdout.variance", variance);
    named.put("holdout.random.cosine", randomCosine);
    classes.forEach((label, it) -> named.put("holdout.accuracy.of." + label, it.accuracy()));
    named.values().removeIf(value -> !Double.isFinite(value));
    return named;
  }

  private static List<float[]> embed(
      Function<List<Sample>, List<float[]>> embedder,
      List<SamplePair> pairs,
      Function<SamplePair, Sample> side) {
    return embedder.apply(pairs.stream().map(side).toList());
  }

  /** The variance of vectors of length 1 around their mean m is 1 - ‖m‖². */
  private static double variance(List<float[]> vectors) {
    double[] sum = new double[vectors.isEmpty() ? 0 : vectors.get(0).length];
    for (float[] vector : vectors) {
      double length = length(vector);
      for (int i = 0; i < sum.length; i++) {
        sum[i] += vector[i] / length;
      }
    }
    double square = 0;
    for (double each : sum) {
      square += each / vectors.size() * (each / vectors.size());
    }
    return 1 - square;
  }

  private static double length(float[] vector) {
    double squares = 0;
    for (float number : vector) {
      squares += (double) number * number;
    }
    return Math.max(Math.sqrt(squares), CosineSimilarity.EPSILON);
  }

  private static double randomCosine(List<float[]> vectors) {
    if (vectors.size() < 2) {
      return Double.NaN;
    }
    SplittableRandom random = new SplittableRandom(1); // the same draws for every checkpoint
    double sum = 0;
    for (int i = 0; i < DRAWS; i++) {
      int first = random.nextInt(vectors.size());
      int second = (first + 1 + random.nextInt(vectors.size() - 1)) % vectors.size();
      sum += CosineSimilarity.between(vectors.get(first), vectors.get(second));
    }
    return sum / DRAWS;
  }
}
