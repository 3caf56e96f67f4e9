package io.contrastream.topology.loss;

import io.contrastream.encoding.ModalityPair;
import io.contrastream.similarity.EmbeddingSums;
import io.contrastream.similarity.LossSums;
import io.contrastream.topology.streams.DrainOnCommit;
import io.contrastream.topology.streams.NodeScope;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * What one task has summed since the last commit, by checkpoint, modalities and window. {@link
 * SumEmbeddings} and {@link SumLosses} share it, and the latter forwards it before each commit. So
 * the next step gets a few records for each commit interval, not one for each input.
 */
final class TaskSums extends DrainOnCommit {

  private record Window(String checkpointId, ModalityPair modalities, long startMs) {}

  private record Shadow(Window window, String candidateId) {}

  /** Sums of one checkpoint and two modalities in one window, added to in place. */
  static final class WindowSums {
    final EmbeddingSums embeddings = new EmbeddingSums();
    private LossSums losses = LossSums.NONE;
    private long latestMs = Long.MIN_VALUE;

    void add(LossSums more) {
      losses = losses.plus(more);
    }
  }

  private final long windowMs;
  private final Map<Window, WindowSums> sums = new LinkedHashMap<>();

  /** Parts of candidates in the shadow, each with the latest timestamp. */
  private final Map<Shadow, Record<String, LossPart>> shadows = new LinkedHashMap<>();

  private NodeScope scope;
  private NodeScope.Origin origin;
  private Window latestWindow;
  private WindowSums latestSums;

  private TaskSums(String name, Duration window) {
    super(name);
    this.windowMs = window.toMillis();
  }

  static StoreBuilder<TaskSums> builder(String name, Duration window) {
    return DrainOnCommit.builder(name, storeName -> new TaskSums(storeName, window));
  }

  /** Starts empty, and from then on calls {@code forward} with each sum before a commit. */
  void start(NodeScope newScope, Consumer<Record<String, LossPart>> forward) {
    clear();
    scope = newScope;
    onCommit(() -> drain(forward));
  }

  /** Returns the sums to which the record that is being processed has to be added. */
  WindowSums of(String checkpointId, ModalityPair modalities, long timestampMs) {
    if (origin == null) {
      origin = scope.origin();
    }
    long startMs = startMs(timestampMs);
    // Most records fall into the window of the one before: then nothing is looked up or allocated.
    if (latestWindow == null
        || latestWindow.startMs != startMs
        || !latestWindow.modalities.equals(modalities)
        || !latestWindow.checkpointId.equals(checkpointId)) {
      latestWindow = new Window(checkpointId, modalities, startMs);
      latestSums = sums.computeIfAbsent(latestWindow, unknown -> new WindowSums());
    }
    latestSums.latestMs = Math.max(latestSums.latestMs, timestampMs);
    return latestSums;
  }

  /** Adds what a candidate in the shadow makes of a pair whose losses were added already. */
  void addShadow(
      String checkpointId, ModalityPair modalities, long timestampMs, ShadowPart shadow) {
    Window window = new Window(checkpointId, modalities, startMs(timestampMs));
    LossPart part = LossPart.ofShadow(checkpointId, modalities, window.startMs, shadow);
    shadows.merge(
        new Shadow(window, shadow.candidateId()),
        new Record<>(checkpointId, part, timestampMs),
        (all, one) ->
            all.withValue(all.value().plus(one.value()))
                .withTimestamp(Math.max(all.timestamp(), one.timestamp())));
  }

  private long startMs(long timestampMs) {
    return Math.floorDiv(timestampMs, windowMs) * windowMs;
  }

  private void drain(Consumer<Record<String, LossPart>> forward) {
    if (!sums.isEmpty()) {
      scope.run(
          origin,
          () -> {
            sums.forEach((window, sum) -> forward.accept(part(window, sum)));
            shadows.values().forEach(forward);
          });
      clear();
    }
  }

  private static Record<String, LossPart> part(Window window, WindowSums sum) {
    String checkpointId = window.checkpointId;
    return new Record<>(
        checkpointId,
        new LossPart(checkpointId, window.modalities, window.startMs, sum.losses, sum.embeddings),
        sum.latestMs);
  }

  private void clear() {
    sums.clear();
    shadows.clear();
    latestWindow = null;
    latestSums = null;
    origin = null;
  }

  @Override
  public void close() {
    super.close();
    clear();
  }
}
