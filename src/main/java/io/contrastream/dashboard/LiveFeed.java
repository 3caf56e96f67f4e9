package io.contrastream.dashboard;

import io.contrastream.config.Settings;
import io.contrastream.encoding.Model;
import io.contrastream.schema.ImageEmbedding;
import io.contrastream.telemetry.Metric;
import io.contrastream.topic.Topics;
import io.contrastream.topic.history.TelemetryHistory;
import io.contrastream.topic.history.TopicTails;
import io.javalin.http.sse.SseClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Samples the topics every second, or every two seconds at full load, on a thread of its own, keeps
 * a bounded state of what it saw, and sends what is new to the live stream. Call {@link #start}
 * once; then any thread may call.
 */
final class LiveFeed implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LiveFeed.class);
  private static final long PERIOD_MS = 1000;

  /** Leaves more of the machine to a processor at full load. */
  private static final long BUSY_PERIOD_MS = 2000;

  private static final double BUSY_IMAGES_PER_SECOND = 5000;

  private static final TelemetryHistory.Records NO_NEWS =
      new TelemetryHistory.Records(List.of(), List.of(), List.of());

  private final Topics topics;
  private final TopicTails tails;
  private final LiveFigures figures;
  private final CheckpointControl checkpoints;
  private final Consumer<List<ImageEmbedding>> listener;
  private final RecentInputs inputs = new RecentInputs();
  private final RecentPairs pairs = new RecentPairs(inputs);
  private final EmbeddingMap map;
  private final LiveClients clients = new LiveClients();
  private final ScheduledExecutorService executor =
      Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("dashboard-feed"));
  private final BusyDetector load = new BusyDetector(BUSY_IMAGES_PER_SECOND);
  private TopicSampler sampler;
  private TelemetryHistory history;
  private CheckpointControl.View lastView;
  private Tick.Latency latency;
  private String fault;

  /**
   * Does not contact Kafka yet.
   *
   * @param figures to be closed by the caller, after this
   * @param listener receives every sampled embedding
   * @param models lend what this process embeds with; empty if it embeds nothing
   */
  LiveFeed(
      Settings settings,
      Topics topics,
      LiveFigures figures,
      CheckpointControl checkpoints,
      Consumer<List<ImageEmbedding>> listener,
      Supplier<Optional<Model>> models) {
    this.topics = topics;
    this.tails = new TopicTails(settings.consumerProperties());
    this.figures = figures;
    this.checkpoints = checkpoints;
    this.listener = listener;
    this.map = new EmbeddingMap(new InputReembedder(inputs, models));
  }

  void start() {
    executor.execute(this::advance);
  }

  RecentInputs inputs() {
    return inputs;
  }

  /** Adds a browser. One that connects between two ticks sees each event exactly once. */
  void watch(SseClient client) {
    synchronized (clients) {
      clients.add(client, this::snapshot);
    }
  }

  /** The dot of an embedding, or null if the map shows another space or nothing. */
  synchronized EmbeddingMap.Dot place(ImageEmbedding embedding) {
    return map.place(embedding);
  }

  /** The embeddings on the map with a higher number. */
  synchronized Embeddings embeddings(long after) {
    return Embeddings.of(map.space(), after, map.after(after));
  }

  private void advance() {
    try {
      open();
      // Read outside of the lock: Kafka may take a minute, and new browsers must not wait for it.
      TopicSampler.Sample sample = sampler.sample();
      CheckpointControl.View view = checkpoints.view();
      history.fetch();
      figures.sample();
      synchronized (clients) {
        clients.send(next(sample, view));
      }
      setFault(null);
    } catch (RuntimeException e) {
      if (executor.isShutdown()) {
        return;
      }
      if (setFault(e.toString())) {
        LOG.warn("The dashboard can't read the topics and will retry", e);
        clients.send(faultOnly());
      }
      figures.sample(); // whatever fails here, monitoring needs it
    } finally {
      schedule(load.isBusy() ? BUSY_PERIOD_MS : PERIOD_MS);
    }
  }

  private void schedule(long delayMs) {
    try {
      executor.schedule(this::advance, delayMs, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      return; // closed
    }
  }

  /** Retried on every tick until it succeeds, because Kafka may not be up yet. */
  private void open() {
    if (history == null) {
      TopicSampler newSampler = new TopicSampler(tails, topics);
      TelemetryHistory newHistory = new TelemetryHistory(tails, topics);
      synchronized (this) {
        sampler = newSampler;
        history = newHistory;
      }
    }
  }

  /** Returns whether the fault is new. */
  private synchronized boolean setFault(String now) {
    boolean changed = !Objects.equals(now, fault);
    fault = now;
    return changed;
  }

  private synchronized Tick next(TopicSampler.Sample sample, CheckpointControl.View view) {
    long nowMs = System.currentTimeMillis();
    sample.inputs().forEach(inputs::add);
    pairs.add(sample.scores(), nowMs);
    latency = figures.latency();
    List<EmbeddingMap.Dot> added = new ArrayList<>();
    boolean moved = map.add(sample.embeddings(), added);
    listener.accept(sample.embeddings());
    TelemetryHistory.Records news = history.keep();
    Map<String, Double> values = figures.values();
    load.update(values.getOrDefault(Metric.IMAGES_EMBEDDED.id(), 0.0), System.nanoTime());
    boolean sameView = view.equals(lastView);
    lastView = view;
    return new Tick(
        nowMs,
        values,
        latency,
        dots(moved, moved ? map.dots() : added),
        news.loss(),
        news.training(),
        sample.scores().isEmpty() ? null : pairs.newest(),
        pairs.worst(),
        news.letters(),
        sameView ? null : view,
        null);
  }

  /** Repeats nothing of the state, which the browsers already have. */
  private synchronized Tick faultOnly() {
    return new Tick(
        System.currentTimeMillis(),
        figures.values(),
        null,
        dots(false, List.of()),
        NO_NEWS.loss(),
        NO_NEWS.training(),
        null,
        null,
        NO_NEWS.letters(),
        null,
        fault);
  }

  private synchronized Tick snapshot() {
    TelemetryHistory.Records all = history == null ? NO_NEWS : history.all();
    return new Tick(
        System.currentTimeMillis(),
        figures.values(),
        latency,
        dots(true, map.dots()),
        all.loss(),
        all.training(),
        pairs.newest(),
        pairs.worst(),
        all.letters(),
        lastView,
        fault);
  }

  private Tick.Dots dots(boolean all, List<EmbeddingMap.Dot> dots) {
    return new Tick.Dots(map.space(), map.byLabel(), all, dots);
  }

  @Override
  public void close() {
    executor.shutdown();
    try {
      if (!executor.awaitTermination(3, TimeUnit.SECONDS)) {
        executor.shutdownNow(); // it may be blocked in a call to Kafka
        executor.awaitTermination(7, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    clients.close();
    tails.close();
  }
}
