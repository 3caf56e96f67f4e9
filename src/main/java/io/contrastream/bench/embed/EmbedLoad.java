package io.contrastream.bench.embed;

import io.contrastream.bench.Load;
import io.contrastream.bench.Machine;
import io.contrastream.bench.Throughput;
import io.contrastream.encoding.Encoder;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Embeds the same inputs over and over, on several threads that share nothing but the model. One
 * thread calls; the model remains owned by the caller.
 */
public final class EmbedLoad<I> implements Load {
  private static final int SEED = 1;

  private final Encoder<I> model;
  private final int threads;
  private final List<I> inputs;
  private final ExecutorService pool;

  /**
   * @param inputs of one batch
   */
  public EmbedLoad(Encoder<I> model, int threads, List<I> inputs) {
    this.model = model;
    this.threads = threads;
    this.inputs = inputs;
    pool = Executors.newFixedThreadPool(threads);
  }

  /** Returns a load of random images. */
  public static EmbedLoad<byte[]> ofImages(Encoder<byte[]> model, int threads, int batch) {
    Random random = new Random(SEED);
    int size = model.spec().input().size();
    return new EmbedLoad<>(
        model, threads, IntStream.range(0, batch).mapToObj(i -> image(random, size)).toList());
  }

  private static byte[] image(Random random, int size) {
    byte[] pixels = new byte[size];
    random.nextBytes(pixels);
    return pixels;
  }

  /** Embeds at least one batch on each thread. */
  @Override
  public Throughput run(Duration duration) throws InterruptedException {
    Callable<Double> work = () -> perSecond(duration);
    long startNs = System.nanoTime();
    long startCoreNs = Machine.cpuNs();
    double imagesPerSecond = 0;
    for (Future<Double> thread : pool.invokeAll(Collections.nCopies(threads, work))) {
      imagesPerSecond += result(thread);
    }
    double seconds = (System.nanoTime() - startNs) / 1e9;
    double coreMicros = (Machine.cpuNs() - startCoreNs) / 1e3;
    return new Throughput(imagesPerSecond, coreMicros / (imagesPerSecond * seconds));
  }

  /** Uses the thread's own clock, because threads don't end at the same moment. */
  private double perSecond(Duration duration) {
    long startNs = System.nanoTime();
    long elapsedNs;
    long embedded = 0;
    do {
      embedded += model.embed(inputs).length;
      elapsedNs = System.nanoTime() - startNs;
    } while (elapsedNs < duration.toNanos());
    return embedded * 1e9 / elapsedNs;
  }

  private static double result(Future<Double> future) throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw new CompletionException(e.getCause());
    }
  }

  /** Waits for the threads, because the model must not be freed while one still embeds. */
  @Override
  public void close() {
    pool.shutdown();
    boolean interrupted = false;
    while (!pool.isTerminated()) {
      try {
        pool.awaitTermination(1, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
