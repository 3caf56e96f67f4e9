package io.contrastream.bench.neighbours;

import io.contrastream.bench.BenchWatch;
import io.contrastream.bench.CpuTime;
import io.contrastream.config.ModelSettings;
import io.contrastream.image.DigitSource;
import io.contrastream.neighbours.NeighbourIndex;
import io.contrastream.neighbours.NeighbourIndex.Neighbour;
import io.contrastream.network.LoadedModel;
import io.contrastream.network.ModelLoader;
import io.contrastream.schema.ImageEmbedding;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * How much of what an exact search finds the dashboard's index of nearest neighbours finds, and how
 * fast. One thread calls.
 */
public final class NeighbourBench {
  /** Neighbours of a query. */
  public static final int COUNT = 10;

  /** Cosines that differ by less count as the same. */
  private static final double TIE = 1e-6;

  private static final int LOOK = 100;

  /**
   * What is measured.
   *
   * @param vectors in the index, at least {@link #COUNT}
   * @param queries that are not in it, at least 1
   */
  public record Plan(int vectors, int queries) {}

  /**
   * What was found.
   *
   * @param vectors that the index took; of those that are the same, it takes 100 at most
   * @param recall part of the exact neighbours that the index found, by id
   * @param recallOfCosine the same, but those as near as the last exact one count too
   * @param p50Ms of a query
   * @param buildSeconds all additions together
   * @param lastAddMicros mean of the last tenth of the additions
   * @param heapMb of the index, MiB
   * @param load of the machine when it was over, see {@link CpuTime#load}
   */
  public record Result(
      int vectors,
      int queries,
      int neighbours,
      double recall,
      double recallOfCosine,
      double p50Ms,
      double p99Ms,
      double maxMs,
      double buildSeconds,
      double lastAddMicros,
      long heapMb,
      double load) {}

  private record Found(List<List<Neighbour>> answers, long[] tookNs) {}

  private final NeighbourVectors vectors;
  private final BenchWatch watch;

  private NeighbourBench(NeighbourVectors vectors, BenchWatch watch) {
    this.vectors = vectors;
    this.watch = watch;
  }

  /**
   * With embeddings of digits.
   *
   * @param digits at least as many as both; the first are indexed, those that follow are queries
   * @throws RuntimeException with a message for people where the model can't be loaded
   * @throws InterruptedException where the watch stopped it
   */
  public static Result run(Plan plan, ModelSettings model, DigitSource digits, BenchWatch watch)
      throws InterruptedException {
    try (LoadedModel loaded = ModelLoader.load(model, model.checkpoint(), List.of())) {
      watch.say("Embedding %,d digits…".formatted(plan.vectors() + plan.queries()));
      return run(NeighbourVectors.embedded(plan, digits, loaded, watch), watch);
    }
  }

  /** With vectors that lie evenly on the sphere; the hardest case there is. */
  public static Result runRandom(Plan plan, long seed, BenchWatch watch)
      throws InterruptedException {
    return run(NeighbourVectors.random(plan, seed), watch);
  }

  private static Result run(NeighbourVectors vectors, BenchWatch watch)
      throws InterruptedException {
    return new NeighbourBench(vectors, watch).run();
  }

  private Result run() throws InterruptedException {
    watch.say("Searching for the exact neighbours…");
    List<Set<Integer>> exact =
        vectors.queries().parallelStream().map(query -> vectors.exact(query, COUNT)).toList();
    watch.say("Filling the index…");
    long heapBefore = usedHeap();
    NeighbourIndex index =
        new NeighbourIndex("measured", vectors.dimension(), vectors.indexed().size());
    long[] addNs = fill(index);
    long heap = usedHeap() - heapBefore;
    watch.say("Searching the index…");
    search(index); // until it is compiled
    Found found = search(index);
    return result(index.size(), addNs, heap, found, exact);
  }

  private static long usedHeap() {
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    memory.gc();
    return memory.getHeapMemoryUsage().getUsed();
  }

  private long[] fill(NeighbourIndex index) throws InterruptedException {
    long[] tookNs = new long[vectors.indexed().size()];
    for (int i = 0; i < tookNs.length; i++) {
      if (i % LOOK == 0) {
        watch.throwIfStopped();
      }
      ImageEmbedding embedding = vectors.embedding(i);
      long startNs = System.nanoTime();
      index.add(embedding);
      tookNs[i] = System.nanoTime() - startNs;
    }
    return tookNs;
  }

  private Found search(NeighbourIndex index) throws InterruptedException {
    List<float[]> queries = vectors.queries();
    long[] tookNs = new long[queries.size()];
    List<List<Neighbour>> answers = new ArrayList<>();
    for (int i = 0; i < tookNs.length; i++) {
      watch.throwIfStopped();
      long startNs = System.nanoTime();
      answers.add(index.nearest(queries.get(i), COUNT));
      tookNs[i] = System.nanoTime() - startNs;
    }
    return new Found(answers, tookNs);
  }

  private Result result(
      int indexed, long[] addNs, long heap, Found found, List<Set<Integer>> exact) {
    int same = 0;
    int asNear = 0;
    for (int i = 0; i < exact.size(); i++) {
      float[] query = vectors.queries().get(i);
      Set<Integer> wanted = exact.get(i);
      double furthest =
          wanted.stream().mapToDouble(number -> vectors.cosine(query, number)).min().orElse(-1);
      for (Neighbour neighbour : found.answers().get(i)) {
        same += wanted.contains(Integer.valueOf(neighbour.imageId())) ? 1 : 0;
        asNear += neighbour.cosine() >= furthest - TIE ? 1 : 0;
      }
    }
    double wanted = (double) exact.size() * COUNT;
    long[] sortedNs = found.tookNs().clone();
    Arrays.sort(sortedNs);
    int last = Math.max(1, addNs.length / 10);
    return new Result(
        indexed,
        sortedNs.length,
        COUNT,
        same / wanted,
        asNear / wanted,
        sortedNs[sortedNs.length / 2] / 1e6,
        sortedNs[(int) (sortedNs.length * 0.99)] / 1e6,
        sortedNs[sortedNs.length - 1] / 1e6,
        Arrays.stream(addNs).sum() / 1e9,
        Arrays.stream(addNs, addNs.length - last, addNs.length).average().orElse(0) / 1e3,
        heap >> 20,
        CpuTime.load());
  }
}
