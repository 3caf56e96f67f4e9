package io.contrastream.bench.neighbours;

import io.contrastream.bench.BenchWatch;
import io.contrastream.bench.Machine;
import io.contrastream.neighbours.Entry;
import io.contrastream.neighbours.Filter;
import io.contrastream.neighbours.NeighbourIndex;
import io.contrastream.neighbours.NeighbourIndex.Neighbour;
import io.contrastream.schema.ImageEmbedding;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Measures the recall of the dashboard's index of nearest neighbours against an exact search, and
 * its speed. One thread calls.
 */
public final class NeighbourBench {
  /** Neighbours per query. */
  public static final int COUNT = 10;

  /** Cosine similarities that differ by less count as equal. */
  private static final double TIE = 1e-6;

  private static final int ADDS_PER_CHECK = 100;

  /**
   * What was measured.
   *
   * @param vectors number of vectors in the index, which takes at most 100 equal ones
   * @param recall share of the exact neighbours that the index found, by id
   * @param recallOfCosine the same, but a neighbour as near as the last exact one counts too
   * @param p50Ms median time of a query
   * @param buildSeconds time of all additions
   * @param lastAddMicros mean time of the last tenth of the additions
   * @param heapMb heap used by the index, MiB
   * @param load load average of the machine at the end
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

  private record SearchResults(List<List<Neighbour>> answers, long[] tookNs) {}

  private final NeighbourVectors vectors;
  private final BenchWatch watch;

  public NeighbourBench(NeighbourVectors vectors, BenchWatch watch) {
    this.vectors = vectors;
    this.watch = watch;
  }

  public Result run() throws InterruptedException {
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
    search(index); // warm-up
    SearchResults results = search(index);
    return result(index.size(), addNs, heap, results, exact);
  }

  private static long usedHeap() {
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    memory.gc();
    return memory.getHeapMemoryUsage().getUsed();
  }

  private long[] fill(NeighbourIndex index) throws InterruptedException {
    long[] tookNs = new long[vectors.indexed().size()];
    for (int i = 0; i < tookNs.length; i++) {
      if (i % ADDS_PER_CHECK == 0) {
        watch.throwIfStopped();
      }
      ImageEmbedding embedding = vectors.embedding(i);
      long startNs = System.nanoTime();
      index.put(List.of(Entry.of(null, embedding)));
      tookNs[i] = System.nanoTime() - startNs;
    }
    return tookNs;
  }

  private SearchResults search(NeighbourIndex index) throws InterruptedException {
    List<float[]> queries = vectors.queries();
    long[] tookNs = new long[queries.size()];
    List<List<Neighbour>> answers = new ArrayList<>();
    for (int i = 0; i < tookNs.length; i++) {
      watch.throwIfStopped();
      long startNs = System.nanoTime();
      answers.add(index.nearest(queries.get(i), Filter.NONE, COUNT));
      tookNs[i] = System.nanoTime() - startNs;
    }
    return new SearchResults(answers, tookNs);
  }

  private Result result(
      int indexed, long[] addNs, long heap, SearchResults results, List<Set<Integer>> exact) {
    int found = 0;
    int asNear = 0;
    for (int i = 0; i < exact.size(); i++) {
      float[] query = vectors.queries().get(i);
      Set<Integer> wanted = exact.get(i);
      double furthest =
          wanted.stream().mapToDouble(number -> vectors.cosine(query, number)).min().orElse(-1);
      for (Neighbour neighbour : results.answers().get(i)) {
        found += wanted.contains(Integer.valueOf(neighbour.imageId())) ? 1 : 0;
        asNear += neighbour.cosine() >= furthest - TIE ? 1 : 0;
      }
    }
    double wanted = (double) exact.size() * COUNT;
    long[] sortedNs = results.tookNs().clone();
    Arrays.sort(sortedNs);
    int last = Math.max(1, addNs.length / 10);
    return new Result(
        indexed,
        sortedNs.length,
        COUNT,
        found / wanted,
        asNear / wanted,
        sortedNs[sortedNs.length / 2] / 1e6,
        sortedNs[(int) (sortedNs.length * 0.99)] / 1e6,
        sortedNs[sortedNs.length - 1] / 1e6,
        Arrays.stream(addNs).sum() / 1e9,
        Arrays.stream(addNs, addNs.length - last, addNs.length).average().orElse(0) / 1e3,
        heap >> 20,
        Machine.loadAverage());
  }
}
