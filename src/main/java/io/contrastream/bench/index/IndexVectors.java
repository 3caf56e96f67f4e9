package io.contrastream.bench.index;

import io.contrastream.bench.BenchException;
import io.contrastream.bench.BenchWatch;
import io.contrastream.caption.WordedCaptions;
import io.contrastream.checkpoint.Networks;
import io.contrastream.config.Settings;
import io.contrastream.encoding.Model;
import io.contrastream.image.DigitSource;
import io.contrastream.neighbours.Entry;
import io.contrastream.network.Models;
import io.contrastream.schema.Modality;
import io.contrastream.similarity.CosineSimilarity;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Vectors to index, and queries that are not among them. All have the length 1, and every other one
 * is a caption's.
 */
public record IndexVectors(List<float[]> indexed, List<float[]> queries) {
  private static final int BATCH = 128;

  /**
   * Embeds digits and captions in turn: the first become the indexed vectors, the next the queries.
   *
   * @param digits at least half as many as vectors and queries together
   * @throws RuntimeException if the model can't be loaded, or has no encoder of captions
   */
  public static IndexVectors embedded(
      int indexed, int queries, DigitSource digits, long seed, Settings settings, BenchWatch watch)
      throws InterruptedException {
    int half = (indexed + queries + 1) / 2;
    float[][] vectors = new float[2 * half][];
    WordedCaptions captions = WordedCaptions.seen(seed, half);
    watch.say("Embedding %,d digits and as many captions…".formatted(half));
    try (Model model = Models.load(settings)) {
      if (!model.has(Modality.CAPTION)) {
        throw new BenchException("The checkpoint has no encoder of captions");
      }
      for (int from = 0; from < half; from += BATCH) {
        watch.throwIfStopped();
        List<Integer> batch = IntStream.range(from, Math.min(half, from + BATCH)).boxed().toList();
        float[][] ofDigits =
            model.images().embed(batch.stream().map(i -> digits.get(i).pixels()).toList());
        float[][] ofCaptions =
            model.captions().embed(batch.stream().map(i -> captions.get(i).input()).toList());
        for (int i = 0; i < batch.size(); i++) {
          vectors[2 * (from + i)] = CosineSimilarity.unit(ofDigits[i]);
          vectors[2 * (from + i) + 1] = CosineSimilarity.unit(ofCaptions[i]);
        }
      }
    }
    return split(indexed, queries, vectors);
  }

  /** Draws vectors uniformly from the sphere; without structure, they are the hardest case. */
  public static IndexVectors random(int indexed, int queries, long seed) {
    Random random = new Random(seed);
    float[][] vectors = new float[indexed + queries][Networks.DIMENSION];
    for (int i = 0; i < vectors.length; i++) {
      for (int j = 0; j < vectors[i].length; j++) {
        vectors[i][j] = (float) random.nextGaussian();
      }
      vectors[i] = CosineSimilarity.unit(vectors[i]);
    }
    return split(indexed, queries, vectors);
  }

  private static IndexVectors split(int indexed, int queries, float[][] vectors) {
    List<float[]> all = Arrays.asList(vectors);
    return new IndexVectors(all.subList(0, indexed), all.subList(indexed, indexed + queries));
  }

  private static Modality modality(int number) {
    return number % 2 == 0 ? Modality.IMAGE : Modality.CAPTION;
  }

  /** Returns a vector as it would come from the topic; its id is its number. */
  Entry entry(int number) {
    String id = "%08d".formatted(number);
    return new Entry(modality(number), id, id, number % 10, number, indexed.get(number));
  }

  /**
   * Returns the cosines of the most similar vectors of a modality, found by an exhaustive search,
   * most similar first.
   */
  double[] exact(float[] query, Modality modality, int count) {
    PriorityQueue<Double> best = new PriorityQueue<>();
    for (int i = modality == Modality.IMAGE ? 0 : 1; i < indexed.size(); i += 2) {
      double cosine = dot(query, indexed.get(i));
      if (best.size() < count) {
        best.add(cosine);
      } else if (cosine > best.element()) {
        best.remove();
        best.add(cosine);
      }
    }
    return best.stream()
        .sorted(Comparator.reverseOrder())
        .mapToDouble(Double::doubleValue)
        .toArray();
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }
}
