package io.contrastream.bench.embed;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.contrastream.bench.BenchWatch;
import io.contrastream.bench.Load;
import io.contrastream.bench.Machine;
import io.contrastream.bench.Throughput;
import io.contrastream.config.ForwardPath;
import io.contrastream.config.ModelSettings;
import io.contrastream.encoding.Encoder;
import io.contrastream.network.ImageEncoders;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Measures the embedder by forward path, number of threads and batch size. One thread calls. */
public final class EmbedBench {

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
  public record Figure(@JsonUnwrapped Case of, @JsonUnwrapped Throughput throughput) {}

  /**
   * @param load load average of the machine at the end
   * @param figures by batch size, then by path, then by number of threads
   */
  public record Result(
      String checkpoint, long seconds, int rounds, double load, List<Figure> figures) {}

  private EmbedBench() {}

  /**
   * @throws RuntimeException if the model can't be loaded
   */
  public static Result run(ModelSettings settings, Plan plan, BenchWatch watch)
      throws InterruptedException {
    List<Case> cases = cases(plan);
    List<EmbedLoad<byte[]>> loads = new ArrayList<>();
    try (Encoder<byte[]> fast = load(settings, ForwardPath.FAST);
        Encoder<byte[]> plain = load(settings, ForwardPath.PLAIN)) {
      try {
        for (Case each : cases) {
          Encoder<byte[]> model = each.path() == ForwardPath.FAST ? fast : plain;
          loads.add(EmbedLoad.ofImages(model, each.threads(), each.batch()));
        }
        List<Throughput> rates = Load.measure(loads, 1, plan.measured(), watch);
        return new Result(
            fast.checkpointId(),
            plan.measured().toSeconds(),
            Load.ROUNDS,
            Machine.loadAverage(),
            IntStream.range(0, cases.size())
                .mapToObj(i -> new Figure(cases.get(i), rates.get(i)))
                .toList());
      } finally {
        loads.forEach(EmbedLoad::close);
      }
    }
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

  private static Encoder<byte[]> load(ModelSettings settings, ForwardPath path) {
    String device = path == ForwardPath.PLAIN ? "cpu" : settings.device();
    ModelSettings ofPath =
        new ModelSettings(settings.checkpoint(), path, device, settings.checkpointsDir());
    return ImageEncoders.load(ofPath, settings.checkpoint(), List.of());
  }
}
