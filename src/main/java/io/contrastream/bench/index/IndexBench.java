package io.contrastream.bench.index;

import io.contrastream.bench.BenchWatch;
import io.contrastream.bench.Machine;
import io.contrastream.index.Change;
import io.contrastream.index.FileHeader;
import io.contrastream.index.IndexFolder;
import io.contrastream.index.Spaces;
import io.contrastream.neighbours.Filter;
import io.contrastream.neighbours.NeighbourIndex;
import io.contrastream.neighbours.NeighbourIndex.Neighbour;
import io.contrastream.schema.Modality;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Measures an index and its folder without Kafka: how fast it fills, is saved and loaded, its
 * memory, and the recall and time of its searches after that. One thread calls.
 */
public final class IndexBench {
  /** Neighbours per query, of each modality. */
  public static final int COUNT = 10;

  /** Vectors are scaled to length 1 in float32, so cosines differ by this from the exact ones. */
  private static final double TIE = 1e-7;

  private static final int BATCH = 2000;
  private static final String SPACE = "measured";
  private static final FileHeader HEADER = new FileHeader("bench", "", "1/1");
  private static final List<Modality> MODALITIES = List.of(Modality.IMAGE, Modality.CAPTION);

  /**
   * What was measured.
   *
   * @param recall share of the neighbours that are as near as those of an exact search, to 1e-7:
   *     many captions have the same vector, so that ids say less
   * @param p50Ms median time of a query, for neighbours of both modalities
   * @param vectorsPerSecond added to the index and its journal
   * @param bytesPerVector heap used by the index
   * @param saveSeconds time to write a snapshot
   * @param loadSeconds time to load it
   * @param load load average of the machine at the end
   */
  public record Result(
      int vectors,
      int queries,
      int neighbours,
      double recall,
      double p50Ms,
      double p99Ms,
      double maxMs,
      double vectorsPerSecond,
      double bytesPerVector,
      double fileBytesPerVector,
      double saveSeconds,
      double loadSeconds,
      double load) {}

  private record Saved(double fillSeconds, double saveSeconds, long heap, long fileBytes) {}

  private final IndexVectors vectors;
  private final Path folder;
  private final BenchWatch watch;

  /**
   * @param folder an empty one
   */
  public IndexBench(IndexVectors vectors, Path folder, BenchWatch watch) {
    this.vectors = vectors;
    this.folder = folder;
    this.watch = watch;
  }

  public Result run() throws InterruptedException, IOException {
    Saved saved = fill();
    watch.say("Loading the index…");
    long startNs = System.nanoTime();
    Spaces spaces = new Spaces(vectors.indexed().size());
    IndexFolder.open(folder, HEADER, spaces).close();
    double loadSeconds = secondsSince(startNs);
    NeighbourIndex index = spaces.index(SPACE).orElseThrow();
    watch.say("Searching the index…");
    long[] tookNs = new long[vectors.queries().size()];
    search(index, tookNs); // warm-up
    List<List<Neighbour>> answers = search(index, tookNs);
    double load = Machine.loadAverage();
    watch.say("Searching for the exact neighbours…");
    double recall = recall(answers);
    Arrays.sort(tookNs);
    return new Result(
        index.size(),
        tookNs.length,
        COUNT,
        recall,
        tookNs[tookNs.length / 2] / 1e6,
        tookNs[(int) (tookNs.length * 0.99)] / 1e6,
        tookNs[tookNs.length - 1] / 1e6,
        index.size() / saved.fillSeconds(),
        (double) saved.heap() / index.size(),
        (double) saved.fileBytes() / index.size(),
        saved.saveSeconds(),
        loadSeconds,
        load);
  }

  private Saved fill() throws InterruptedException, IOException {
    watch.say("Filling the index…");
    long heapBefore = usedHeap();
    Spaces spaces = new Spaces(vectors.indexed().size());
    try (IndexFolder index = IndexFolder.open(folder, HEADER, spaces)) {
      long startNs = System.nanoTime();
      for (int from = 0; from < vectors.indexed().size(); from += BATCH) {
        watch.throwIfStopped();
        index.apply(batch(from), Map.of(0, (long) from));
      }
      double fillSeconds = secondsSince(startNs);
      long heap = usedHeap() - heapBefore;
      watch.say("Saving the index…");
      startNs = System.nanoTime();
      index.save();
      return new Saved(fillSeconds, secondsSince(startNs), heap, index.bytes());
    }
  }

  private List<Change> batch(int from) {
    return IntStream.range(from, Math.min(from + BATCH, vectors.indexed().size()))
        .<Change>mapToObj(number -> new Change.Put(SPACE, vectors.entry(number)))
        .toList();
  }

  private static double secondsSince(long startNs) {
    return (System.nanoTime() - startNs) / 1e9;
  }

  private static long usedHeap() {
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    memory.gc();
    return memory.getHeapMemoryUsage().getUsed();
  }

  private List<List<Neighbour>> search(NeighbourIndex index, long[] tookNs)
      throws InterruptedException {
    List<List<Neighbour>> answers = new ArrayList<>();
    for (int i = 0; i < tookNs.length; i++) {
      watch.throwIfStopped();
      long startNs = System.nanoTime();
      answers.add(index.nearest(vectors.queries().get(i), Filter.NONE, COUNT));
      tookNs[i] = System.nanoTime() - startNs;
    }
    return answers;
  }

  private double recall(List<List<Neighbour>> answers) {
    return IntStream.range(0, answers.size())
        .parallel()
        .mapToDouble(i -> recall(vectors.queries().get(i), answers.get(i)))
        .average()
        .orElse(0);
  }

  private double recall(float[] query, List<Neighbour> answer) {
    int found = 0;
    int wanted = 0;
    for (Modality modality : MODALITIES) {
      double[] exact = vectors.exact(query, modality, COUNT);
      wanted += exact.length;
      Set<String> ids = new HashSet<>();
      for (Neighbour each : answer) {
        boolean isNear =
            each.modality() == modality && each.cosine() >= exact[exact.length - 1] - TIE;
        found += isNear && ids.add(each.imageId()) ? 1 : 0;
      }
    }
    return (double) found / wanted;
  }
}
