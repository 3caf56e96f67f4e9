package io.contrastream.index;

import io.contrastream.config.IndexSettings;
import io.contrastream.config.Settings;
import io.contrastream.http.BearerToken;
import io.contrastream.http.HttpServer;
import io.contrastream.http.MonitoringRoutes;
import io.contrastream.lifecycle.Closeables;
import io.contrastream.sink.NewestSpace;
import io.contrastream.sink.SinkCounts;
import io.contrastream.sink.SinkFeed;
import io.contrastream.sink.SinkListener;
import io.contrastream.sink.SpaceChoice;
import io.contrastream.telemetry.LatencyHistogram;
import io.contrastream.telemetry.Meters;
import io.contrastream.topic.TopicSetup;
import io.contrastream.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * Keeps an index of the topic of embeddings and answers searches. The thread that runs it reads and
 * indexes, the server's threads search.
 */
public final class IndexProcess implements AutoCloseable {
  private static final int MAX_BODY_BYTES = 1 << 20;
  private static final Duration METERS_INTERVAL = Duration.ofSeconds(2);

  private final Settings settings;
  private final Topics topics;
  private final SinkListener listener;
  private final IndexStore store;
  private final Peers peers;
  private final Meters meters = new Meters();
  private final IndexMeters figures;
  private final HttpServer server;
  private volatile IndexCounts counts = new IndexCounts(0, 0, 0, 0, 0);
  private long updatedNs;

  private IndexProcess(Path folder, Settings settings, Topics topics, SinkListener listener) {
    this.settings = settings;
    this.topics = topics;
    this.listener = listener;
    IndexSettings own = settings.index();
    SpaceChoice choice = new NewestSpace(settings, topics.checkpoints());
    store = new IndexStore(folder, this::header, own, choice, listener::note);
    peers = new Peers(own);
    LatencyHistogram latencies = LatencyHistogram.ofShort();
    figures = new IndexMeters(store, () -> counts, latencies, meters);
    BearerToken token = new BearerToken("index.token", own.token());
    try {
      server =
          HttpServer.start(
              new HttpServer.Address("index", own.host(), own.port()),
              MAX_BODY_BYTES,
              config -> {
                if (token.isSet()) {
                  config.routes.before("/api/*", token::check);
                }
                new MonitoringRoutes(meters, IndexMeters.health(store)).addTo(config.routes);
                new IndexRoutes(store, peers, latencies).addTo(config.routes);
              });
    } catch (RuntimeException e) {
      Closeables.closeAll(peers, store, meters);
      throw e;
    }
  }

  /**
   * Starts the server, which says that it is not ready until the index is loaded and has caught up.
   *
   * @param folder of the saved index; created if it is missing
   */
  public static IndexProcess start(
      Path folder, Settings settings, Topics topics, SinkListener listener) {
    return new IndexProcess(folder, settings, topics, listener);
  }

  /**
   * Loads the index, and reads the topic until stopped.
   *
   * @throws io.contrastream.lifecycle.StartupException if the folder cannot be used
   */
  public IndexCounts run(BooleanSupplier stopped) {
    SinkListener all =
        new SinkListener() {
          @Override
          public void progress(SinkCounts now) {
            counts = IndexCounts.of(now, store.leftOut());
            updateFigures();
            listener.progress(
                new SinkCounts(counts.rows(), now.tombstones(), now.skipped(), now.lag()));
          }

          @Override
          public void note(String what) {
            listener.note(what);
          }
        };
    SinkFeed feed =
        new SinkFeed(settings, topics.embeddings(), settings.index()::has, store, all, stopped);
    return IndexCounts.of(feed.run(false), store.leftOut());
  }

  private FileHeader header() {
    String topic = topics.embeddings().name();
    return new FileHeader(topic, TopicSetup.id(settings, topic), settings.index().instance());
  }

  private void updateFigures() {
    if (System.nanoTime() - updatedNs >= METERS_INTERVAL.toNanos()) {
      updatedNs = System.nanoTime();
      figures.update();
    }
  }

  /** The address of the server. */
  public String url() {
    return server.url();
  }

  /** Whether everything that was in the topic has been indexed once since the start. */
  public boolean isReady() {
    return store.isReady();
  }

  @Override
  public void close() {
    Closeables.closeAll(server, peers, store, meters);
  }
}
