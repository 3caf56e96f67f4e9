package io.contrastream.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.contrastream.config.Settings;
import io.contrastream.feed.InputFeed;
import io.contrastream.feed.InputProducer;
import io.contrastream.image.source.DigitSources;
import io.contrastream.monitor.Monitor;
import io.contrastream.monitor.Snapshot;
import io.contrastream.processor.StreamProcessor;
import io.contrastream.testing.Await;
import io.contrastream.testing.EmbeddedCluster;
import io.contrastream.topic.TopicSetup;
import io.contrastream.topic.Topics;
import io.contrastream.topic.registry.SchemaRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The waiting figures of two dashboards, one of them with a processor, against the monitor's. */
class WaitingRecordsTest {
  private static final String FIGURE = "contrastream.records.waiting";
  private static final int PER_SECOND = 400;
  private static final long SECOND_MS = 1000;

  @TempDir static Path folder;
  @RegisterExtension static final EmbeddedCluster CLUSTER = new EmbeddedCluster();

  @Test
  void shouldEqualTheMonitorsUnderLoadAndAfterARestart() throws Exception {
    Settings settings =
        CLUSTER
            .settings("waiting")
            .untrained(folder)
            .with("stream.state.dir=" + folder.resolve("state"), "dashboard.port=0")
            .load();
    try (SchemaRegistry registry = SchemaRegistry.connect(settings.registry())) {
      Topics topics = Topics.of(settings, registry);
      TopicSetup.ensure(settings, topics);
      produce(settings, topics, 3000, 0);
      try (Monitor monitor = new Monitor(settings, registry);
          Dashboard elsewhere = dashboard(settings, registry, Optional.empty())) {
        awaitFigure(elsewhere, 3000);
        assertThat(lag(monitor)).isEqualTo(3000);

        workAndCompare(settings, registry, monitor, elsewhere);
        long left = lag(monitor);
        produce(settings, topics, 70, 0);
        awaitFigure(elsewhere, left + 70);
        workAndCompare(settings, registry, monitor, elsewhere);
      }
      produce(settings, topics, 70, 0);
      try (Monitor monitor = new Monitor(settings, registry);
          Dashboard restarted = dashboard(settings, registry, Optional.empty())) {
        long left = lag(monitor);
        awaitFigure(restarted, left);

        assertThat(left).isGreaterThanOrEqualTo(70);
        assertThat(scrape(restarted)).contains("\ncontrastream_records_waiting " + left + ".0\n");
      }
    }
  }

  /** Starts a processor and lets it work on the backlog and on images that arrive meanwhile. */
  private static void workAndCompare(
      Settings settings, SchemaRegistry registry, Monitor monitor, Dashboard elsewhere)
      throws Exception {
    Topics topics = Topics.of(settings, registry);
    NavigableMap<Long, Snapshot> seen = new TreeMap<>();
    Thread feed = new Thread(() -> produce(settings, topics, 3 * PER_SECOND, PER_SECOND), "feed");
    try (StreamProcessor processor = StreamProcessor.start(settings, registry);
        Dashboard own = dashboard(settings, registry, Optional.of(processor));
        Ticks first = new Ticks(elsewhere);
        Ticks second = new Ticks(own)) {
      look(monitor, seen);
      processor.awaitReady(Await.TIMEOUT);
      long readyMs = look(monitor, seen).atMs();
      feed.start();
      while (feed.isAlive() || !first.reach(readyMs) || !second.reach(readyMs)) {
        look(monitor, seen);
        Await.pause(100);
      }
      long endMs = look(monitor, seen).atMs();

      assertThat(moved(seen)).isTrue();
      List<JsonNode> ticks = new ArrayList<>(first.between(readyMs, endMs));
      ticks.addAll(second.between(readyMs, endMs));
      assertThat(ticks).allSatisfy(tick -> assertIsTheMonitors(tick, seen));
    }
  }

  private static Snapshot look(Monitor monitor, NavigableMap<Long, Snapshot> seen) {
    Snapshot snapshot = monitor.snapshot();
    seen.put(snapshot.atMs(), snapshot);
    return snapshot;
  }

  private static boolean moved(NavigableMap<Long, Snapshot> seen) {
    return seen.lastEntry().getValue().embedded().count()
        > seen.firstEntry().getValue().embedded().count();
  }

  /** A figure may differ from what the monitor saw within a second of it by a second's images. */
  private static void assertIsTheMonitors(JsonNode tick, NavigableMap<Long, Snapshot> seen) {
    long atMs = tick.path("nowMs").asLong();
    Long from = seen.floorKey(atMs - SECOND_MS);
    Long to = seen.ceilingKey(atMs + SECOND_MS);
    long[] lags =
        seen
            .subMap(
                from == null ? seen.firstKey() : from, true, to == null ? seen.lastKey() : to, true)
            .values()
            .stream()
            .mapToLong(each -> each.lag().total())
            .sorted()
            .toArray();
    assertThat(figure(tick)).isBetween(lags[0] - PER_SECOND, lags[lags.length - 1] + PER_SECOND);
  }

  private static long figure(JsonNode tick) {
    return tick.path("figures").path(FIGURE).asLong(-1);
  }

  private static void awaitFigure(Dashboard dashboard, long expected) throws Exception {
    try (LiveStream stream = new LiveStream(dashboard.url().orElseThrow())) {
      Await.first(expected + " waiting", () -> figure(stream.next()), found -> found == expected);
    }
  }

  private static Dashboard dashboard(
      Settings settings, SchemaRegistry registry, Optional<StreamProcessor> processor) {
    return Dashboard.start(settings, registry, processor, Optional.empty());
  }

  private static long lag(Monitor monitor) {
    return monitor.snapshot().lag().total();
  }

  private static String scrape(Dashboard dashboard) throws Exception {
    URI metrics = URI.create(dashboard.url().orElseThrow() + "/metrics");
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(metrics).build(), BodyHandlers.ofString())
        .body();
  }

  /**
   * @param rate images per second, 0 for as many as possible
   */
  private static void produce(Settings settings, Topics topics, int images, int rate) {
    try (InputProducer producer = new InputProducer(settings, topics)) {
      new InputFeed(
              InputFeed.Schedule.ofPairs(DigitSources.open("drawn:200", 1), 1),
              new InputFeed.Plan(images, rate),
              producer)
          .run();
    }
  }

  /** Collects the ticks of a dashboard on a thread of its own, so that none grows old. */
  private static final class Ticks implements AutoCloseable {
    private final LiveStream stream;
    private final List<JsonNode> ticks = new ArrayList<>();

    Ticks(Dashboard dashboard) throws Exception {
      stream = new LiveStream(dashboard.url().orElseThrow());
      Thread reader = new Thread(this::read, "ticks");
      reader.setDaemon(true);
      reader.start();
    }

    private void read() {
      try {
        while (true) {
          JsonNode tick = stream.next();
          synchronized (this) {
            ticks.add(tick);
          }
        }
      } catch (IOException | AssertionError e) {
        return; // closed
      }
    }

    /** Whether there is a tick from after this time. */
    synchronized boolean reach(long atMs) {
      return !between(atMs, Long.MAX_VALUE).isEmpty();
    }

    synchronized List<JsonNode> between(long fromMs, long toMs) {
      return ticks.stream()
          .filter(tick -> tick.path("nowMs").asLong() > fromMs)
          .filter(tick -> tick.path("nowMs").asLong() < toMs)
          .toList();
    }

    @Override
    public void close() throws IOException {
      stream.close();
    }
  }
}
