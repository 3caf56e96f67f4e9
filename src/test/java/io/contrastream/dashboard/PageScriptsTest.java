package io.contrastream.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import io.contrastream.config.DashboardSettings;
import io.contrastream.telemetry.Health;
import io.contrastream.telemetry.Meters;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The page's scripts in a real Chromium, with made-up data. */
class PageScriptsTest {
  private static Meters meters;
  private static DashboardServer server;
  private static Chromium chromium;
  private static Page page;

  @BeforeAll
  static void start() {
    chromium = Chromium.launch();
    meters = new Meters();
    server =
        DashboardServer.listen(
            new DashboardSettings(true, "127.0.0.1", 0, "", 1000),
            meters,
            new Health(),
            routes -> {});
    page = chromium.page(1280, 900, ColorScheme.LIGHT);
  }

  @AfterAll
  static void stop() {
    if (chromium != null) {
      chromium.close();
      server.close();
      meters.close();
    }
  }

  @BeforeEach
  void load() {
    page.navigate(server.url());
  }

  @Test
  void shouldWeightLateRecordsOfAWindowByTheirPairs() {
    Object mean =
        page.evaluate(
            """
            async () => {
              const { Windows } = await import('/windows.js');
              const windows = new Windows();
              const same = { atMs: 1000, checkpoint: 'a' };
              windows.add([
                { ...same, positives: 30, negatives: 10, images: 500, loss: 0.1, positive: 0.9,
                  negative: 0.2, distance: 0.01, drift: false },
                { ...same, positives: 0, negatives: 40, images: 3, loss: 0.5, negative: 0.7 },
              ]);
              return windows.rows()[0];
            }
            """);

    assertThat(mean)
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
        .containsEntry("positive", 0.9)
        .containsEntry("negatives", 50)
        .containsEntry("distance", 0.01)
        .containsEntry("drift", false)
        .hasEntrySatisfying("loss", loss -> assertThat((double) loss).isCloseTo(0.3, within(1e-9)))
        .hasEntrySatisfying(
            "negative", cosine -> assertThat((double) cosine).isCloseTo(0.6, within(1e-9)));
  }

  @Test
  void shouldDrawNoLineFromOneCheckpointToAnother() {
    Object rows =
        page.evaluate(
            """
            async () => {
              const { Windows } = await import('/windows.js');
              const windows = new Windows();
              windows.add([[1, 'a'], [2, 'b'], [2, 'a'], [3, 'b']].map(([atMs, checkpoint]) =>
                ({ atMs, checkpoint, images: 1 })), [{ atMs: 4, kind: 'STEP', loss: 1 }]);
              return windows.rows().map(row => row.gap ? '|' : row.checkpoint ?? 'training').join('');
            }
            """);

    assertThat(rows).isEqualTo("aa|bbtraining");
  }

  @Test
  void shouldDropTheOldestWindowsAndMarks() {
    Object sizes =
        page.evaluate(
            """
            async () => {
              const { Windows } = await import('/windows.js');
              const windows = new Windows();
              for (let atMs = 0; atMs < 5000; atMs++) {
                windows.add([{ atMs, checkpoint: 'a', images: 1 }],
                  [{ atMs, kind: 'REFUSED', checkpoint: 'b' }]);
              }
              return [windows.rows().length, windows.events().length, windows.rows()[0].atMs];
            }
            """);

    assertThat(sizes).isEqualTo(List.of(1200, 200, 3800));
  }

  @Test
  void shouldMarkDrift() {
    assertThat(redPixelsOfDrift(false)).containsEntry("said", "No drift: 0.040 of 0.05");
    Map<String, Object> drifting = redPixelsOfDrift(true);

    assertThat(drifting).containsEntry("said", "Drift: 0.200 is above 0.05");
    assertThat((int) drifting.get("red"))
        .isGreaterThan((int) redPixelsOfDrift(false).get("red") + 100);
  }

  @Test
  void shouldHideButtonsIfChangesAreDisabled() {
    try (Page without = chromium.page(390, 800, ColorScheme.LIGHT)) {
      without.route(
          "**/api/settings",
          route ->
              route.fulfill(
                  new Route.FulfillOptions()
                      .setBody("{\"mayActivate\": false, \"driftThreshold\": 0.05}")));
      without.navigate(server.url());

      without.locator("#not-acting").waitFor(); // until visible
      assertThat(without.locator("#not-acting").textContent())
          .contains("CONTRASTREAM_DASHBOARD_TOKEN");
      assertThat(without.locator("#rollback").isVisible()).isFalse();
      assertThat(without.locator("#token").isVisible()).isFalse();
    }
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> redPixelsOfDrift(boolean drift) {
    page.navigate(server.url());
    return (Map<String, Object>)
        page.evaluate(
            """
            async drift => {
              const { LossChart } = await import('/chart.js');
              const chart = new LossChart();
              chart.threshold = 0.05;
              const rows = Array.from({ length: 20 }, (_, i) => ({
                atMs: 1e12 + 1000 * i, checkpoint: 'a', positives: 1, negatives: 1, images: 500,
                loss: 0.1, positive: 0.9, negative: 0.1,
                distance: drift && i > 9 ? 0.2 : 0.04, drift: drift && i > 9,
              }));
              chart.add(rows);
              await new Promise(done => setTimeout(done, 100));
              const canvas = document.querySelector('#drift-chart canvas');
              const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
              let red = 0;
              for (let i = 0; i < data.length; i += 4) {
                if (data[i] > 170 && data[i + 1] < 90 && data[i + 2] < 100 && data[i + 3] > 200) red++;
              }
              return { red, said: document.getElementById('drift').textContent };
            }
            """,
            drift);
  }

  @Test
  void shouldKeepNeighboursTogetherByUmap() {
    Object shares =
        page.evaluate(
            """
            async () => {
              const { Umap } = await import('/umap.js');
              let seed = 1;
              const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
              const vector = label => Array.from({ length: 64 },
                (_, d) => (d % 10 === label ? 1 : 0) + 0.5 * (random() - 0.5));
              const labels = Array.from({ length: 300 }, (_, i) => i % 10);
              const umap = new Umap(new Float32Array(labels.flatMap(vector)), 64,
                labels.map(() => [random(), random()]));
              for (const done of umap.fit()) if (!(done > 0 && done <= 1)) throw done;
              const at = i => [umap.layout[2 * i], umap.layout[2 * i + 1]];
              const share = (place, label, but) => labels
                .map((other, j) => [Math.hypot(place[0] - at(j)[0], place[1] - at(j)[1]), other, j])
                .filter(([, , j]) => j !== but).sort((a, b) => a[0] - b[0]).slice(0, 10)
                .filter(([, other]) => other === label).length / 10;
              const mean = list => list.reduce((sum, value) => sum + value, 0) / list.length;
              const fresh = umap.place(new Float32Array(labels.slice(0, 50).flatMap(vector)));
              return [mean(labels.map((label, i) => share(at(i), label, i))),
                mean(fresh.map((place, i) => share(place, labels[i], -1)))];
            }
            """);

    assertThat((List<?>) shares).allSatisfy(share -> assertThat(number(share)).isGreaterThan(0.95));
  }

  @Test
  void shouldMoveDotsOfBothSpaces() {
    List<?> seen = swapped(page);

    assertThat(number(seen.get(0))).as("before it starts").isCloseTo(-1, within(0.05));
    assertThat(number(seen.get(1))).as("under way").isBetween(-0.9, 0.9);
    assertThat(number(seen.get(2))).as("ghosts").isEqualTo(10);
    assertThat(number(seen.get(3))).as("lines from where labels were").isEqualTo(1);
  }

  @Test
  void shouldMoveDotsAtOnceWithReducedMotion() {
    try (Page still = chromium.stillPage()) {
      still.navigate(server.url());

      List<?> seen = swapped(still);

      assertThat(number(seen.get(1))).isEqualTo(1);
      assertThat(number(seen.get(3))).as("lines from where labels were").isEqualTo(1);
    }
  }

  /** Swaps; returns a moving dot's x at first and halfway (from -1 to 1), ghosts and trails. */
  private static List<?> swapped(Page page) {
    return (List<?>)
        page.evaluate(
            """
            async () => {
              const { EmbeddingMap } = await import('/map.js');
              const box = id => document.getElementById(id);
              const map = new EmbeddingMap(box('map'), box('tip'), box('labels'));
              const dots = (x, from, to) => Array.from({ length: to - from },
                (_, i) => ({ id: String(from + i), label: 3, x, y: 0 }));
              map.add({ checkpoint: 'one', all: true, dots: dots(-1, 0, 50) });
              await new Promise(done => setTimeout(done, 1000));
              map.add({ checkpoint: 'two', all: true, dots: dots(1, 10, 60) });
              const first = map.seen(map.dots[0])[0];
              map.move.since -= map.move.ms / 2;
              const halfway = map.seen(map.dots[0])[0];
              return [first, halfway, map.ghosts.length, map.trails().length];
            }
            """);
  }

  private static double number(Object value) {
    return ((Number) value).doubleValue();
  }
}
