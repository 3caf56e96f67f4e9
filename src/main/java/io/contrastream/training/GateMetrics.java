package io.contrastream.training;

import static io.contrastream.training.Evaluation.orNaN;

import io.contrastream.encoding.Encoder;
import io.contrastream.image.Digit;
import io.contrastream.image.DigitPair;
import io.contrastream.similarity.CosineSimilarity;
import io.contrastream.similarity.LossSums;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * How a checkpoint embeds held-out pairs.
 *
 * @param pairs how many
 * @param loss mean squared distance of the cosine from its target
 * @param accuracy share of pairs on the right side of a cosine of 0.5
 * @param positiveCosine mean over the positive pairs
 * @param negativeCosine mean over the negative pairs
 * @param variance of the vectors, brought to length 1, around their mean: 0 where all are the same,
 *     at most 1
 * @param randomCosine mean cosine of vectors drawn at random, whatever they show
 * @param finite whether all vectors are
 * @param classes by the digit of the anchor, where it is known
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
    Map<Integer, OfClass> classes) {

  private static final int BLOCK = 256;
  private static final int DRAWS = 4000;

  /** The pairs whose anchor shows one digit. */
  public record OfClass(int pairs, double accuracy) {}

  public GateMetrics {
    classes = Map.copyOf(classes);
  }

  /** Embeds both images of every pair; the same pairs make figures comparable. */
  public static GateMetrics of(Encoder<byte[]> embedder, List<DigitPair> pairs) {
    List<float[]> anchors = embed(embedder, pairs.stream().map(DigitPair::anchor).toList());
    List<float[]> partners = embed(embedder, pairs.stream().map(DigitPair::contrastive).toList());
    LossSums all = LossSums.NONE;
    Map<Integer, LossSums> byClass = new TreeMap<>();
    for (int i = 0; i < pairs.size(); i++) {
      DigitPair pair = pairs.get(i);
      double cosine = CosineSimilarity.between(anchors.get(i), partners.get(i));
      LossSums one = LossSums.ofPair(cosine, pair.target());
      all = all.plus(one);
      if (pair.anchor().isLabelled()) {
        byClass.merge(pair.anchor().label(), one, LossSums::plus);
      }
    }
    List<float[]> vectors = new ArrayList<>(anchors);
    vectors.addAll(partners);
    Map<Integer, OfClass> classes = new LinkedHashMap<>();
    byClass.forEach(
        (label, own) ->
            classes.put(
                label, new OfClass(Math.toIntExact(own.pairs()), orNaN(own.pairAccuracy()))));
    return new GateMetrics(
        pairs.size(),
        orNaN(all.meanLoss()),
        orNaN(all.pairAccuracy()),
        orNaN(all.meanPositiveCosine()),
        orNaN(all.meanNegativeCosine()),
        variance(vectors),
        randomCosine(vectors),
        vectors.stream().allMatch(Floats::allFinite),
        classes);
  }

  /** The figures by name, as telemetry and checkpoints carry them; those that are numbers. */
  public Map<String, Double> byName() {
    Map<String, Double> named = new LinkedHashMap<>();
    named.put("holdout.pairs", (double) pairs);
    named.put("holdout.loss", loss);
    named.put("holdout.accuracy", accuracy);
    named.put("holdout.positive.cosine", positiveCosine);
    named.put("holdout.negative.cosine", negativeCosine);
    named.put("holdout.variance", variance);
    named.put("holdout.random.cosine", randomCosine);
    classes.forEach((label, own) -> named.put("holdout.accuracy.of." + label, own.accuracy()));
    named.values().removeIf(value -> !Double.isFinite(value));
    return named;
  }

  private static List<float[]> embed(Encoder<byte[]> embedder, List<Digit> digits) {
    List<float[]> vectors = new ArrayList<>();
    for (int from = 0; from < digits.size(); from += BLOCK) {
      int to = Math.min(digits.size(), from + BLOCK);
      List<byte[]> pixels = digits.subList(from, to).stream().map(Digit::pixels).toList();
      vectors.addAll(List.of(embedder.embed(pixels)));
    }
    return vectors;
  }

  /** Vectors of length 1 lie about their mean m with variance 1 - ‖m‖². */
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
