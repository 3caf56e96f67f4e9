package io.contrastream.similarity;

import io.contrastream.checkpoint.Networks;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The cost of scoring and summing two embeddings. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SimilarityBenchmark {
  private static final int DIMENSION = Networks.IMAGE.spec().dimension();

  private final Random random = new Random(1);
  private final float[] a = vector();
  private final float[] b = vector();
  private final EmbeddingSums embeddings = new EmbeddingSums();
  private LossSums sums = LossSums.NONE;

  private float[] vector() {
    float[] vector = new float[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] = (float) random.nextGaussian();
    }
    return vector;
  }

  @Benchmark
  public double cosine() {
    return CosineSimilarity.between(a, b);
  }

  @Benchmark
  public LossSums addPairToLoss() {
    sums = sums.plus(LossSums.ofPair(0.75, 1));
    return sums;
  }

  @Benchmark
  public EmbeddingSums addImageToEmbeddings() {
    embeddings.add(a);
    return embeddings;
  }

  @Benchmark
  public EmbeddingSums addPairToEmbeddings() {
    embeddings.addPair(CosineSimilarity.between(a, b));
    return embeddings;
  }
}
