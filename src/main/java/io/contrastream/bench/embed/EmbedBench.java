package io.contrastream.bench.embed;

import io.contrastream.bench.BenchWatch;
import io.contrastream.bench.CpuTime;
import io.contrastream.bench.Load;
import io.contrastream.bench.Throughput;
import io.contrastream.config.ForwardPath;
import io.contrastream.config.ModelSettings;
import io.contrastream.encoding.Encoder;
import io.contrastream.network.ImageEncoders;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Measures the embedder by forward path, number of threads and batch size. One thread calls. */
public final class EmbedBench {
  private static final int ROUNDS = 5;

  /**
   * What to measure.
   *
   * @param measured total time of all measurements, after warming up
   * @param batches batch sizes, each at least 1
   * @param threads numbers of threads, each at least 1
   */
  public record Plan(Duration measured, List<Integer> batches, List<Integer> threads) {}

  /** One way to embed. */
  public record Case(ForwardPath path, int threads, int batch) {}

  /** The median of several rounds. */
  public record Figure(Case of, Throughput throughput) {}

  /**
   * @param load load average of the machine at the end
   */
  public record Result(String checkpoint, int rounds, double load, List<Figure> figures) {}

  private EmbedBench() {}

  /**
   * @throws RuntimeException if the model can't be loaded
   * @throws InterruptedException if the watch stopped it
   */
  public static Result run(ModelSettings settings, Plan plan, BenchWatch watch)
      throws InterruptedException {
    try (Encoder<byte[]> fast = load(settings, ForwardPath.FAST);
        Encoder<byte[]> plain = load(settings, ForwardPath.PLAIN)) {
      List<Case> cases = cases(plan);
      List<EmbedLoad> loads =
          cases.stream()
              .map(
                  c ->
                      new EmbedLoad(
                          c.path() == ForwardPath.FAST ? fast : plain, c.threads(), c.batch()))
              .toList();
      try {
        List<Throughput> rates = measure(loads, plan.measured(), watch);
        return new Result(
            fast.checkpointId(), ROUNDS, CpuTime.loadAverage(), figures(cases, rates));
      } finally {
        loads.forEach(EmbedLoad::close);
      }
    }
  }

  private static List<Throughput> measure(
      List<EmbedLoad> loads, Duration measured, BenchWatch watch) throws InterruptedException {
    Duration each = measured.dividedBy((long) ROUNDS * loads.size());
    watch.say("Warming up…");
    Load.interleave(loads, 1, each, watch);
    watch.say("Measuring %d combinations for %d s…".formatted(loads.size(), measured.toSeconds()));
    return Load.interleave(loads, ROUNDS, each, watch).stream().map(Throughput::median).toList();
  }

  private static List<Case> cases(Plan plan) {
    List<Case> cases = new ArrayList<>();
    for (int batch : plan.batches()) {
      for (ForwardPath path : ForwardPath.values()) {
        plan.threads().forEach(threads -> cases.add(new Case(path, threads, batch)));
      }
    }
    return cases;
  }

  private static List<Figure> figures(List<Case> cases, List<Throughput> rates) {
    List<Figure> figures = new ArrayList<>();
    for (int i = 0; i < cases.size(); i++) {
      figures.add(new Figure(cases.get(i), rates.get(i)));
    }
    return figures;
  }

  private static Encoder<byte[]> load(ModelSettings settings, ForwardPath path) {
    String device = path == ForwardPath.PLAIN ? "cpu" : settings.device();
    ModelSettings ofPath =
        new ModelSettings(settings.checkpoint(), path, device, settings.checkpointsDir());
    return ImageEncoders.load(ofPath, settings.checkpoint(), List.of());
  }
}
