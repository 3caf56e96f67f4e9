package io.contrastream.bench.pipeline;

import io.contrastream.bench.BenchWatch;
import io.contrastream.bench.Load;
import io.contrastream.bench.Throughput;
import io.contrastream.bench.embed.EmbedLoad;
import io.contrastream.config.Settings;
import io.contrastream.encoding.Model;
import io.contrastream.network.Models;
import java.util.ArrayList;
import java.util.List;

/**
 * The embedder without the pipeline, with the same number of threads and the same batch size.
 * Measured before and after the pipeline, because the speed of a machine varies. One thread calls.
 */
final class RawEmbedder implements AutoCloseable {
  private final Model model;
  private final EmbedLoad<?> load;
  private final List<Throughput> rounds = new ArrayList<>();

  /**
   * @throws RuntimeException if the model can't be loaded
   */
  RawEmbedder(Settings settings, BenchInputs inputs) {
    model = Models.load(settings);
    load = inputs.load(model, settings);
  }

  /** Measures more rounds, after one that warms up and doesn't count. */
  void measure(PipelinePlan plan, BenchWatch watch) throws InterruptedException {
    load.run(plan.roundLength());
    for (int round = 0; round < Load.ROUNDS; round++) {
      watch.throwIfStopped();
      rounds.add(load.run(plan.roundLength()));
    }
  }

  /** Returns the median of all rounds so far. */
  Throughput median() {
    return Throughput.median(rounds);
  }

  @Override
  public void close() {
    load.close();
    model.close();
  }
}
