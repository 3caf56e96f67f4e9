package io.contrastream.runtime.swap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.contrastream.checkpoint.Checkpoint;
import io.contrastream.checkpoint.CheckpointFile;
import io.contrastream.config.ForwardPath;
import io.contrastream.image.DigitPair;
import io.contrastream.image.DigitPairs;
import io.contrastream.image.DigitSources;
import io.contrastream.model.InitialWeights;
import io.contrastream.model.LoadedModel;
import io.contrastream.runtime.ImageProducer;
import io.contrastream.runtime.LocalCluster;
import io.contrastream.runtime.StreamProcessor;
import io.contrastream.schema.ModelCheckpoint;
import io.contrastream.schema.PairScore;
import io.contrastream.similarity.CosineSimilarity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One swap each second under full load, each with weights published anew: what it costs, and
 * whether a record is lost, doubled or mixed. {@code -Dswaps=300} sets how many. Figures go to the
 * log; only the counts are held against limits, since the rest depends on the machine.
 */
@Tag("faults")
class SwapSoakTest {
  private static final Logger LOG = LoggerFactory.getLogger(SwapSoakTest.class);
  private static final int SWAPS = Integer.getInteger("swaps", 300);
  private static final int CHECKPOINTS = 6;
  private static final int SETTLED = 50;
  private static final Duration ALONE = Duration.ofSeconds(Integer.getInteger("alone", 30));

  /** Images on their way at most: enough for every thread to be busy, too few to fill a disk. */
  private static final long ON_THE_WAY = 20_000;

  @TempDir private Path folder;
  private final DigitPairs pairs = new DigitPairs(DigitSources.open("drawn:1000", 1), 1);
  private volatile boolean stopped;
  private ImageProducer images;

  @Test
  void shouldStayExactOverASwapASecond() throws Exception {
    CheckpointFile.save(InitialWeights.of(1), folder.resolve("untrained.safetensors"));
    List<ModelCheckpoint> candidates =
        LongStream.rangeClosed(2, 1 + CHECKPOINTS).mapToObj(Candidates::good).toList();
    try (LocalCluster cluster = LocalCluster.startThrowAway(0, 0);
        SwapHarness swap = new SwapHarness(cluster, folder, "soak", "rollback.enabled=false")) {
      StreamProcessor processor = swap.process();
      images = new ImageProducer(swap.settings, swap.topics.images());
      try (OutputWatch watch = new OutputWatch(swap)) {
        Thread feeding = new Thread(() -> feed(watch), "feed");
        feeding.start();
        rest(Duration.ofSeconds(10)); // until everything is compiled
        alone("before", watch);
        swaps(swap, watch, candidates);
        alone("after", watch);
        stopped = true;
        feeding.join();
        swap.await(() -> watch.embedded() >= images.sent() && watch.scored() >= images.sent() / 2);

        assertThat(processor.checkpointStatus().swaps()).isEqualTo(SWAPS);
        assertThat(watch.embedded()).isEqualTo(images.sent());
        assertThat(watch.scored()).isEqualTo(images.sent() / 2);
        assertThat(watch.doubled()).isZero();
        LOG.info("{} images, none lost, none doubled", images.sent());
        assertThatNoScoreIsMixed(watch.sampled);
      }
    } finally {
      images.close();
    }
  }

  private void feed(OutputWatch watch) {
    for (long pair = 0; !stopped; pair++) {
      images.send(pairs.pair(pair));
      while (!stopped && images.sent() - watch.embedded() > ON_THE_WAY) {
        rest(Duration.ofMillis(1));
      }
    }
    images.flush();
  }

  private static void alone(String when, OutputWatch watch) {
    long start = System.nanoTime();
    long before = watch.embedded();
    watch.takeLongestGapMs();
    rest(ALONE);
    log("no swaps, " + when, watch, before, start);
  }

  private static void swaps(SwapHarness swap, OutputWatch watch, List<ModelCheckpoint> candidates)
      throws Exception {
    List<Double> latencies = new ArrayList<>();
    long settledBytes = 0;
    long start = System.nanoTime();
    long before = watch.embedded();
    watch.takeLongestGapMs();
    for (int i = 0; i < SWAPS; i++) {
      long dueNs = start + i * 1_000_000_000L;
      rest(Duration.ofNanos(Math.max(0, dueNs - System.nanoTime())));
      ModelCheckpoint next = candidates.get(i % candidates.size());
      watch.forget(next.getCheckpointId());
      swap.publish(next);
      swap.announce(next.getCheckpointId());
      long announcedNs = System.nanoTime();
      swap.await(() -> watch.firstSeenNs(next.getCheckpointId()) != null);
      latencies.add((watch.firstSeenNs(next.getCheckpointId()) - announcedNs) / 1e6);
      settledBytes = i + 1 == Math.min(SETTLED, SWAPS) ? residentBytes() : settledBytes;
    }
    log(SWAPS + " swaps", watch, before, start);
    Collections.sort(latencies);
    LOG.info(
        "announcement to first output: median {} ms, 95 % {} ms, longest {} ms",
        Math.round(latencies.get(latencies.size() / 2)),
        Math.round(latencies.get(latencies.size() * 95 / 100)),
        Math.round(latencies.get(latencies.size() - 1)));
    LOG.info(
        "resident: {} MiB after {} swaps, {} MiB after {}",
        settledBytes >> 20,
        Math.min(SETTLED, SWAPS),
        residentBytes() >> 20,
        SWAPS);
  }

  private static void log(String what, OutputWatch watch, long before, long startNs) {
    double seconds = (System.nanoTime() - startNs) / 1e9;
    LOG.info(
        String.format(
            Locale.ROOT,
            "%s: %.0f images/s over %.0f s, longest gap %.0f ms, load of the machine %s",
            what,
            (watch.embedded() - before) / seconds,
            seconds,
            watch.takeLongestGapMs(),
            load()));
  }

  private void assertThatNoScoreIsMixed(Map<String, PairScore> scores) {
    Map<String, LoadedModel> models = new HashMap<>();
    for (long seed = 1; seed <= 1 + CHECKPOINTS; seed++) {
      Checkpoint checkpoint = InitialWeights.of(seed);
      models.put(
          checkpoint.id(), LoadedModel.load(checkpoint, "a test", ForwardPath.FAST, List.of()));
    }
    for (PairScore score : scores.values()) {
      DigitPair pair = pairs.pair(Long.parseLong(score.getPairId().split("-")[1]));
      float[][] vectors =
          models
              .get(score.getCheckpointId())
              .embed(List.of(pair.anchor().pixels(), pair.contrastive().pixels()));
      assertThat(score.getCosine())
          .isCloseTo(CosineSimilarity.between(vectors[0], vectors[1]), within(1e-4));
    }
    models.values().forEach(LoadedModel::close);
    LOG.info("{} scores computed again, none mixed", scores.size());
  }

  private static void rest(Duration time) {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String load() {
    try {
      return Files.readString(Path.of("/proc/loadavg")).split(" ")[0];
    } catch (IOException e) {
      return "unknown";
    }
  }

  private static long residentBytes() throws IOException {
    return Long.parseLong(Files.readString(Path.of("/proc/self/statm")).split(" ")[1]) * 4096;
  }
}
