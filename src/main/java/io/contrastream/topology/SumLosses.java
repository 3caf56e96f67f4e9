package io.contrastream.topology;

import io.contrastream.similarity.CosineSimilarity;
import io.contrastream.topology.microbatch.DrainOnCommit;
import io.contrastream.topology.microbatch.NodeScope;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Adds up one task's losses and embeddings between two commits, by checkpoint and window, and hands
 * on the sums before each commit. So a whole commit interval costs the next stage one record, not
 * one an image.
 *
 * <p>For the uniformity, images are paired as they come: each with the one before it in its task,
 * contrastive examples left out, since those are no chance choice. So each image is in two pairs at
 * most, and each pair is counted once, in the window of its later image.
 *
 * @see LossWindows
 */
final class SumLosses extends ContextualProcessor<String, LossSample, String, LossPart> {

  private record Window(String checkpointId, long startMs) {}

  private final String storeName;
  private final long windowMs;
  private final Map<Window, WindowSums> sums = new LinkedHashMap<>();
  private NodeScope scope;
  private NodeScope.Origin origin;
  private EmbeddedImage before;
  private Window window;
  private WindowSums current;

  static ProcessorSupplier<String, LossSample, String, LossPart> supplier(
      String storeName, Duration window) {
    return new StoringProcessor<>(
        () -> new SumLosses(storeName, window), DrainOnCommit.builder(storeName));
  }

  private SumLosses(String storeName, Duration window) {
    this.storeName = storeName;
    this.windowMs = window.toMillis();
  }

  @Override
  public void init(ProcessorContext<String, LossPart> context) {
    super.init(context);
    clear();
    before = null;
    scope = NodeScope.of(context);
    context.<DrainOnCommit>getStateStore(storeName).onCommit(this::drain);
  }

  @Override
  public void process(Record<String, LossSample> record) {
    long startMs = Math.floorDiv(record.timestamp(), windowMs) * windowMs;
    LossSample sample = record.value();
    WindowSums into = sums(sample.checkpointId(), startMs);
    into.add(sample, record.timestamp());
    if (sample instanceof EmbeddedImage image && image.cameByChance()) {
      pairWithTheOneBefore(image, into);
    }
    if (origin == null) {
      origin = scope.origin();
    }
  }

  /** Mostly those of the last record: then nothing is looked up and nothing made. */
  private WindowSums sums(String checkpointId, long startMs) {
    if (window == null || window.startMs != startMs || !window.checkpointId.equals(checkpointId)) {
      window = new Window(checkpointId, startMs);
      current = sums.computeIfAbsent(window, unknown -> new WindowSums());
    }
    return current;
  }

  private void pairWithTheOneBefore(EmbeddedImage image, WindowSums into) {
    if (before != null
        && before.comparableWith(image)
        && !before.image().getImageId().equals(image.image().getImageId())) {
      into.embeddings().addPair(CosineSimilarity.between(before.vector(), image.vector()));
    }
    before = image;
  }

  private void drain() {
    if (!sums.isEmpty()) {
      scope.run(origin, () -> sums.forEach(this::forward));
      clear();
    }
  }

  private void clear() {
    sums.clear();
    window = null;
    current = null;
    origin = null;
  }

  private void forward(Window of, WindowSums sum) {
    LossPart part = new LossPart(of.checkpointId, of.startMs, sum.losses(), sum.embeddings());
    context().forward(new Record<>(of.checkpointId, part, sum.latestMs()));
  }

  @Override
  public void close() {
    clear();
    before = null;
  }
}
