package io.contrastream.training;

import io.contrastream.encoding.Encoder;
import io.contrastream.image.Digit;
import io.contrastream.image.DigitPair;
import io.contrastream.image.DigitPairs;
import io.contrastream.image.DigitSet;
import io.contrastream.image.DigitSource;
import io.contrastream.image.SourceException;
import io.contrastream.similarity.CosineSimilarity;
import io.contrastream.similarity.LossSums;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Measures embeddings on labelled images: cosines of balanced pairs, and classification by nearest
 * neighbours. The same images, pairs and seed make figures of different checkpoints comparable.
 */
public final class Evaluation {

  /** Pairs that the published figures are measured on. */
  public static final int DEFAULT_PAIRS = 20_000;

  private static final int BLOCK = 256;
  private static final int NEIGHBOURS = 5;

  private final DigitSet images;
  private final Optional<DigitSet> gallery;
  private final List<DigitPair> pairs;

  /**
   * @param source labelled images, finite
   * @param gallery labelled images to look for neighbours in; where empty, each image is looked for
   *     among the others of {@code source}
   * @param pairs how many, even
   * @param seed of the pairs
   * @throws SourceException where labels are missing or there are too few images
   */
  public Evaluation(DigitSource source, Optional<DigitSource> gallery, int pairs, long seed) {
    this.images = labelled(source);
    this.gallery = gallery.map(Evaluation::labelled);
    if (this.gallery.orElse(images).size() <= NEIGHBOURS) {
      throw new SourceException(
          "Nearest neighbours need more than %d images to choose from: take a larger source or gallery."
              .formatted(NEIGHBOURS));
    }
    DigitPairs drawn = new DigitPairs(images, seed);
    this.pairs = IntStream.range(0, pairs).mapToObj(drawn::pair).toList();
  }

  /** Embeds every image once and measures. */
  public EvaluationReport of(Encoder<byte[]> embedder) {
    float[][] vectors = embed(embedder, images);
    List<Scored> scored = score(vectors);
    List<Classified> classified = classify(embedder, vectors);
    List<EvaluationReport.DigitClass> perClass =
        IntStream.range(0, Digit.CLASSES)
            .filter(label -> classified.stream().anyMatch(image -> image.label == label))
            .mapToObj(label -> digitClass(label, scored, classified))
            .toList();
    LossSums figures = figures(scored.stream());
    return new EvaluationReport(
        images.size(),
        gallery.orElse(images).size(),
        Math.toIntExact(figures.pairs()),
        orNaN(figures.meanLoss()),
        orNaN(figures.pairAccuracy()),
        orNaN(figures.meanPositiveCosine()),
        orNaN(figures.meanNegativeCosine()),
        share(classified.stream().map(Classified::by1)),
        share(classified.stream().map(Classified::by5)),
        perClass);
  }

  /** A pair with its cosine. */
  private record Scored(DigitPair pair, double cosine) {}

  /** An image and whether one and five neighbours name its digit. */
  private record Classified(int label, boolean by1, boolean by5) {}

  private static EvaluationReport.DigitClass digitClass(
      int label, List<Scored> scored, List<Classified> classified) {
    LossSums figures = figures(scored.stream().filter(each -> each.pair.anchor().shows(label)));
    List<Classified> own = classified.stream().filter(image -> image.label == label).toList();
    return new EvaluationReport.DigitClass(
        label,
        own.size(),
        orNaN(figures.meanLoss()),
        orNaN(figures.pairAccuracy()),
        orNaN(figures.meanPositiveCosine()),
        orNaN(figures.meanNegativeCosine()),
        share(own.stream().map(Classified::by1)),
        share(own.stream().map(Classified::by5)));
  }

  private List<Scored> score(float[][] vectors) {
    Map<byte[], float[]> vectorOf = new IdentityHashMap<>();
    for (int i = 0; i < vectors.length; i++) {
      vectorOf.put(images.get(i).pixels(), vectors[i]);
    }
    return pairs.stream()
        .map(
            pair ->
                new Scored(
                    pair,
                    CosineSimilarity.between(
                        vectorOf.get(pair.anchor().pixels()),
                        vectorOf.get(pair.contrastive().pixels()))))
        .toList();
  }

  private List<Classified> classify(Encoder<byte[]> embedder, float[][] vectors) {
    DigitSet candidates = gallery.orElse(images);
    float[][] candidateVectors = gallery.isPresent() ? embed(embedder, candidates) : vectors;
    List<Classified> classified = new ArrayList<>(vectors.length);
    try (NearestNeighbours neighbours = new NearestNeighbours(candidateVectors)) {
      int[][] found = neighbours.find(vectors, NEIGHBOURS, gallery.isEmpty());
      for (int i = 0; i < found.length; i++) {
        int[] labels = IntStream.of(found[i]).map(index -> candidates.get(index).label()).toArray();
        int label = images.get(i).label();
        classified.add(new Classified(label, labels[0] == label, elect(labels) == label));
      }
    }
    return classified;
  }

  /** The most frequent label; of equally frequent ones, that of the nearest. */
  static int elect(int[] labelsByNearness) {
    int[] votes = new int[Digit.CLASSES];
    for (int label : labelsByNearness) {
      votes[label]++;
    }
    int elected = labelsByNearness[0];
    for (int label : labelsByNearness) {
      elected = votes[label] > votes[elected] ? label : elected;
    }
    return elected;
  }

  private static LossSums figures(Stream<Scored> scored) {
    return scored
        .map(each -> LossSums.ofPair(each.cosine, each.pair.target()))
        .reduce(LossSums.NONE, LossSums::plus);
  }

  /** A mean over nothing is no number. */
  static double orNaN(Double mean) {
    return mean == null ? Double.NaN : mean;
  }

  private static double share(Stream<Boolean> right) {
    return right.mapToInt(is -> is ? 1 : 0).average().orElse(Double.NaN);
  }

  private static float[][] embed(Encoder<byte[]> embedder, DigitSet digits) {
    float[][] vectors = new float[digits.size()][];
    for (int from = 0; from < vectors.length; from += BLOCK) {
      int to = Math.min(vectors.length, from + BLOCK);
      List<byte[]> pixels =
          IntStream.range(from, to).mapToObj(i -> digits.get(i).pixels()).toList();
      System.arraycopy(embedder.embed(pixels), 0, vectors, from, to - from);
    }
    return vectors;
  }

  private static DigitSet labelled(DigitSource source) {
    DigitSet digits = DigitSet.copyOf(source);
    for (int i = 0; i < digits.size(); i++) {
      if (!digits.get(i).isLabelled()) {
        throw new SourceException(
            "Digit %d has no label, so that nothing can be measured on it.".formatted(i));
      }
    }
    return digits;
  }
}
