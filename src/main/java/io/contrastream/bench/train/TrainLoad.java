package io.contrastream.bench.train;

import io.contrastream.bench.BenchException;
import io.contrastream.bench.Load;
import io.contrastream.bench.Machine;
import io.contrastream.bench.Throughput;
import io.contrastream.image.DigitPairs;
import io.contrastream.image.DigitSet;
import io.contrastream.image.drawn.DrawnDigits;
import io.contrastream.network.ContrastiveNetwork;
import io.contrastream.network.InitialWeights;
import io.contrastream.training.Adam;
import io.contrastream.training.ContrastiveTrainer;
import io.contrastream.training.FitSettings;
import io.contrastream.training.PairBatch;
import io.contrastream.training.PixelScaling;
import io.contrastream.training.Recipe;
import java.time.Duration;
import java.util.stream.IntStream;

/** Trains a new network on drawn digits, step after step. One thread calls. */
final class TrainLoad implements Load {
  private static final FitSettings LESSON = Recipe.LESSON.settings();
  private static final double LEARNING_RATE = 0.001;
  private static final int DIGITS = 1000;

  private final int batch;
  private final DigitPairs pairs =
      new DigitPairs(DigitSet.copyOf(new DrawnDigits(LESSON.seed(), DIGITS)), LESSON.seed());
  private final ContrastiveNetwork network =
      new ContrastiveNetwork(InitialWeights.of(LESSON.seed()));
  private final ContrastiveTrainer trainer =
      new ContrastiveTrainer(
          network, LESSON.loss().create(LESSON.temperature()), new Adam(0), LESSON.seed());
  private long pairsUsed;

  TrainLoad(int batch) {
    this.batch = batch;
  }

  /**
   * Trains for at least one step.
   *
   * @throws BenchException if a loss is not a number
   */
  @Override
  public Throughput run(Duration duration) {
    long startNs = System.nanoTime();
    long startCoreNs = Machine.cpuNs();
    long elapsedNs;
    long trained = 0;
    do {
      step();
      trained += batch;
      elapsedNs = System.nanoTime() - startNs;
    } while (elapsedNs < duration.toNanos());
    double seconds = elapsedNs / 1e9;
    double coreMicros = (Machine.cpuNs() - startCoreNs) / 1e3;
    return new Throughput(trained / seconds, coreMicros / trained);
  }

  private void step() {
    long first = pairsUsed;
    pairsUsed += batch;
    var examples = IntStream.range(0, batch).mapToObj(i -> pairs.pair(first + i)).toList();
    float loss = trainer.step(PairBatch.of(examples, PixelScaling.PLAIN), LEARNING_RATE);
    if (Float.isNaN(loss)) {
      throw new BenchException("The loss of a batch of %d pairs is not a number".formatted(batch));
    }
  }

  @Override
  public void close() {
    network.close();
  }
}
