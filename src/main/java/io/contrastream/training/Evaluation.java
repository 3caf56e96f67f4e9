package io.contrastream.training;

import io.contrastream.encoding.Encoder;
import io.contrastream.image.Digit;
import io.contrastream.image.DigitPair;
import io.contrastream.image.DigitPairs;
import io.contrastream.image.DigitSet;
import io.contrastream.image.DigitSource;
import io.contrastream.similarity.CosineSimilarity;
import io.contrastream.similarity.LossSums;
import io.contrastream.source.SourceException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Measures embeddings on labelled images: cosine similarities of balanced pairs, and classification
 * by nearest neighbours. Reports of different checkpoints are comparable if images, pairs and seed
 * are the same.
 */
public final class Evaluation {

  /** Number of pairs behind the published metrics. */
  public static final int DEFAULT_PAIRS = 20_000;

  private static final int NEIGHBOURS = 5;

  private final DigitSet images;
  private final Optional<DigitSet> gallery;
  private final List<DigitPair> pairs;

  /** For each image, how many of those that are searched have its pixels. */
  private final int[] copies;

  /**
   * @param source labelled images, finite
   * @param gallery labelled images to search for neighbours; if empty, {@code source} is searched.
   *     No image is its own neighbour: those of equal pixels are left out
   * @param pairs number of pairs, even
   * @param seed of the pairs
   * @throws SourceException if labels are missing or there are too few images
   */
  public Evaluation(DigitSource source, Optional<DigitSource> gallery, int pairs, long seed) {
    this.images = labelled(source);
    this.gallery = gallery.map(Evaluation::labelled);
    this.copies = copies(images, this.gallery.orElse(images));
    requireNeighbours();
    DigitPairs drawn = new DigitPairs(images, seed);
    this.pairs = IntStream.range(0, pairs).mapToObj(drawn::pair).toList();
  }

  /** Says that images are searched for among their own copies, if some are. */
  public Optional<String> hint() {
    int once = gallery.isPresent() ? 0 : 1;
    long found = IntStream.of(copies).filter(count -> count > once).count();
    String where = gallery.isPresent() ? "in the gallery, too" : "more than once in the source";
    return found == 0
        ? Optional.empty()
        : Optional.of(
            "%d of %d images are %s: none counts as a neighbour of itself."
                .formatted(found, copies.length, where));
  }

  /** Embeds every image once and measures the embeddings. */
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

  /** A pair with its cosine similarity. */
  private record Scored(DigitPair pair, double cosine) {}

  /** An image's label, and whether its nearest and its five nearest neighbours agree with it. */
  private record Classified(int label, boolean by1, boolean by5) {}

  private static EvaluationReport.DigitClass digitClass(
      int label, List<Scored> scored, List<Classified> classified) {
    LossSums figures = figures(scored.stream().filter(each -> each.pair.anchor().shows(label)));
    List<Classified> ofClass = classified.stream().filter(it -> it.label == label).toList();
    return new EvaluationReport.DigitClass(
        label,
        ofClass.size(),
        orNaN(figures.meanLoss()),
        orNaN(figures.pairAccuracy()),
        orNaN(figures.meanPositiveCosine()),
        orNaN(figures.meanNegativeCosine()),
        share(ofClass.stream().map(Classified::by1)),
        share(ofClass.stream().map(Classified::by5)));
  }

  private static int[] copies(DigitSet images, DigitSet searched) {
    Map<ByteBuffer, Integer> counts = new HashMap<>();
    for (int i = 0; i < searched.size(); i++) {
      counts.merge(ByteBuffer.wrap(searched.get(i).pixels()), 1, Integer::sum);
    }
    return IntStream.range(0, images.size())
        .map(i -> counts.getOrDefault(ByteBuffer.wrap(images.get(i).pixels()), 0))
        .toArray();
  }

  private void requireNeighbours() {
    int most = IntStream.of(copies).max().orElse(0);
    if (gallery.orElse(images).size() - most < NEIGHBOURS) {
      throw new SourceException(
          "Nearest neighbours need %d images that are not copies: use a larger source or gallery."
              .formatted(NEIGHBOURS));
    }
  }

  private static boolean isSame(Digit image, Digit other) {
    return Arrays.equals(image.pixels(), other.pixels());
  }

  private List<Scored> score(float[][] vectors) {
    IdentityHashMap<byte[], float[]> vectorOf = new IdentityHashMap<>();
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
      int[][] found =
          neighbours.find(vectors, NEIGHBOURS, (i, k) -> isSame(images.get(i), candidates.get(k)));
      for (int i = 0; i < found.length; i++) {
        int[] labels = IntStream.of(found[i]).map(index -> candidates.get(index).label()).toArray();
        int label = images.get(i).label();
        classified.add(new Classified(label, labels[0] == label, elect(labels) == label));
      }
    }
    return classified;
  }

  /** Returns the most frequent label; among equally frequent ones, that of the nearest. */
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

  /** Returns the mean, or NaN if it is null, as a mean over nothing is. */
  static double orNaN(Double mean) {
    return mean == null ? Double.NaN : mean;
  }

  private static double share(Stream<Boolean> right) {
    return right.mapToInt(is -> is ? 1 : 0).average().orElse(Double.NaN);
  }

  private static float[][] embed(Encoder<byte[]> embedder, DigitSet digits) {
    return embedder.embed(
        IntStream.range(0, digits.size()).mapToObj(i -> digits.get(i).pixels()).toList());
  }

  private static DigitSet labelled(DigitSource source) {
    DigitSet digits = DigitSet.copyOf(source);
    for (int i = 0; i < digits.size(); i++) {
      if (!digits.get(i).isLabelled()) {
        throw new SourceException(
            "Image %d has no label: an evaluation needs labelled images.".formatted(i));
      }
    }
    return digits;
  }
}
