package io.contrastream.bench.embed;

import io.contrastream.bench.Load;
import io.contrastream.bench.Machine;
import io.contrastream.bench.Throughput;
import io.contrastream.encoding.Encoder;
import io.contrastream.image.Digit;
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
 * Embeds the same random images over and over, on several threads that share nothing but the model.
 * One thread calls; the model remains owned by the caller.
 */
public final class EmbedLoad implements Load {
  private static final int SEED = 1;

  private final Encoder<byte[]> model;
  private final int threads;
  private final List<byte[]> images;
  private final ExecutorService pool;

  public EmbedLoad(Encoder<byte[]> model, int threads, int batch) {
    this.model = model;
    this.threads = threads;
    Random random = new Random(SEED);
    images = IntStream.range(0, batch).mapToObj(i -> image(random)).toList();
    pool = Executors.newFixedThreadPool(threads);
  }

  private static byte[] image(Random random) {
    byte[] pixels = new byte[Digit.PIXELS];
    random.nextBytes(pixels);
    return pixels;
  }

  /** Embeds at least one batch on each thread. */
  @Override
  public Throughput run(Duration duration) throws InterruptedException {
    Callable<Double> work = () -> imagesPerSecond(duration);
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
  private double imagesPerSecond(Duration duration) {
    long startNs = System.nanoTime();
    long elapsedNs;
    long embedded = 0;
    do {
      embedded += model.embed(images).length;
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
