package io.contrastream.dashboard;

import io.contrastream.config.Settings;
import io.contrastream.dashboard.Tick.Latency;
import io.contrastream.encoding.Embedder;
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
 * Looks at the topics every second, or every other at full speed, on a thread of its own, keeps a
 * bounded picture of them, and tells those who watch what is new. {@link #start} once; then any
 * thread may call.
 */
final class LiveFeed implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LiveFeed.class);
  private static final long PERIOD_MS = 1000;

  /** At full speed a processor's time is worth more than a second look. */
  private static final long BUSY_PERIOD_MS = 2000;

  /** Images a second. */
  private static final double BUSY = 5000;

  private static final TelemetryHistory.Records NO_NEWS =
      new TelemetryHistory.Records(List.of(), List.of(), List.of());

  private final Topics topics;
  private final TopicTails tails;
  private final Supplier<Map<String, Double>> figures;
  private final CheckpointDesk desk;
  private final Consumer<List<ImageEmbedding>> listener;
  private final ImageCache pictures = new ImageCache();
  private final RecentPairs pairs = new RecentPairs(pictures);
  private final EmbeddingMap map;
  private final LiveClients clients = new LiveClients();
  private final ScheduledExecutorService executor =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "dashboard-feed");
            thread.setDaemon(true);
            return thread;
          });
  private final BusyDetector pace = new BusyDetector(BUSY);
  private TopicSampler sample;
  private TelemetryHistory history;
  private CheckpointDesk.View lastView;
  private Latency latency;
  private String fault;

  /**
   * Reads nothing yet, and doesn't ask Kafka for anything.
   *
   * @param figures our own meters, by their names
   * @param listener hears of every embedding that is looked at
   * @param embedders lend what this process embeds with; empty where it embeds nothing
   */
  LiveFeed(
      Settings settings,
      Topics topics,
      Supplier<Map<String, Double>> figures,
      CheckpointDesk desk,
      Consumer<List<ImageEmbedding>> listener,
      Supplier<Optional<Embedder>> embedders) {
    this.topics = topics;
    this.tails = new TopicTails(settings.consumerProperties());
    this.figures = figures;
    this.desk = desk;
    this.listener = listener;
    this.map = new EmbeddingMap(new ImageReembedder(pictures, embedders));
  }

  void start() {
    executor.execute(this::advance);
  }

  ImageCache pictures() {
    return pictures;
  }

  /** Who begins between two ticks misses neither and hears of none twice. */
  void watch(SseClient client) {
    synchronized (clients) {
      clients.add(client, this::all);
    }
  }

  /** Where an embedding lies on the map; null where the map shows another checkpoint, or none. */
  synchronized EmbeddingMap.Dot place(ImageEmbedding embedding) {
    return map.place(embedding);
  }

  /** The embeddings on the map that came after that one. */
  synchronized Embeddings embeddings(long after) {
    return Embeddings.of(map.checkpoint(), after, map.after(after));
  }

  private void advance() {
    try {
      open();
      // Kafka may keep it waiting for a minute: those who watch don't wait with it
      TopicSampler.Look look = sample.look();
      CheckpointDesk.View view = desk.view();
      history.fetch();
      synchronized (clients) {
        clients.send(next(look, view));
      }
      tell(null);
    } catch (RuntimeException e) {
      if (!executor.isShutdown() && tell(e.toString())) {
        LOG.warn("The dashboard can't read the topics; it goes on trying", e);
        clients.send(faultAlone());
      }
    } finally {
      again(pace.isBusy() ? BUSY_PERIOD_MS : PERIOD_MS);
    }
  }

  private void again(long delayMs) {
    try {
      executor.schedule(this::advance, delayMs, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      return; // it is closed
    }
  }

  /** Again each time until it is done, since Kafka may not be there yet. */
  private void open() {
    if (history == null) {
      TopicSampler newSample = new TopicSampler(tails, topics);
      TelemetryHistory newHistory = new TelemetryHistory(tails, topics);
      synchronized (this) {
        sample = newSample;
        history = newHistory;
      }
    }
  }

  /**
   * @return whether that is new
   */
  private synchronized boolean tell(String now) {
    boolean fresh = !Objects.equals(now, fault);
    fault = now;
    return fresh;
  }

  private synchronized Tick next(TopicSampler.Look look, CheckpointDesk.View view) {
    long nowMs = System.currentTimeMillis();
    look.images().forEach(pictures::add);
    pairs.add(look.scores(), nowMs);
    latency = look.embeddings().isEmpty() ? null : latency(look.embeddings());
    List<EmbeddingMap.Dot> fresh = new ArrayList<>();
    boolean moved = map.add(look.embeddings(), fresh);
    listener.accept(look.embeddings());
    TelemetryHistory.Records news = history.keep();
    Map<String, Double> now = figures.get();
    pace.saw(now.getOrDefault(Metric.IMAGES_EMBEDDED.id(), 0.0), System.nanoTime());
    boolean sameView = view.equals(lastView);
    lastView = view;
    return new Tick(
        nowMs,
        now,
        latency,
        new Tick.Dots(map.checkpoint(), moved, moved ? map.dots() : fresh),
        news.loss(),
        news.training(),
        look.scores().isEmpty() ? null : pairs.newest(),
        pairs.worst(),
        news.letters(),
        sameView ? null : view,
        null);
  }

  /** Those who watch have seen all that is kept; told again, it would be there twice. */
  private synchronized Tick faultAlone() {
    return new Tick(
        System.currentTimeMillis(),
        figures.get(),
        null,
        new Tick.Dots(map.checkpoint(), false, List.of()),
        NO_NEWS.loss(),
        NO_NEWS.training(),
        null,
        null,
        NO_NEWS.letters(),
        null,
        fault);
  }

  private synchronized Tick all() {
    TelemetryHistory.Records all = history == null ? NO_NEWS : history.all();
    return new Tick(
        System.currentTimeMillis(),
        figures.get(),
        latency,
        new Tick.Dots(map.checkpoint(), true, map.dots()),
        all.loss(),
        all.training(),
        pairs.newest(),
        pairs.worst(),
        all.letters(),
        lastView,
        fault);
  }

  private static Latency latency(List<ImageEmbedding> embeddings) {
    long[] sorted =
        embeddings.stream()
            .mapToLong(one -> Math.max(0, one.getEmbeddedAtMs() - one.getProducedAtMs()))
            .sorted()
            .toArray();
    return new Latency(sorted[sorted.length / 2], sorted[(int) (sorted.length * 0.99)]);
  }

  @Override
  public void close() {
    executor.shutdown();
    try {
      if (!executor.awaitTermination(3, TimeUnit.SECONDS)) {
        executor.shutdownNow(); // it waits for Kafka
        executor.awaitTermination(7, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    clients.close();
    tails.close();
  }
}
