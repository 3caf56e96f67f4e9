package io.contrastream.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.microsoft.playwright.Page;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The scripts of the map in a real Chromium, with made-up data. */
class MapScriptsTest {
  @RegisterExtension static final ScriptPage PAGE = new ScriptPage();

  @Test
  void shouldKeepNeighboursTogetherByUmap() {
    Object shares =
        PAGE.run(
            """
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
            """);

    assertThat((List<?>) shares).allSatisfy(share -> assertThat(number(share)).isGreaterThan(0.95));
  }

  @Test
  void shouldMoveDotsOfBothSpaces() {
    List<?> seen = swapped(PAGE.page());

    assertThat(number(seen.get(0))).as("before it starts").isCloseTo(-1, within(0.05));
    assertThat(number(seen.get(1))).as("under way").isBetween(-0.9, 0.9);
    assertThat(number(seen.get(2))).as("ghosts").isEqualTo(10);
    assertThat(number(seen.get(3))).as("lines from where labels were").isEqualTo(1);
  }

  @Test
  void shouldMoveDotsAtOnceWithReducedMotion() {
    try (Page still = PAGE.chromium().stillPage()) {
      still.navigate(PAGE.url());

      List<?> seen = swapped(still);

      assertThat(number(seen.get(1))).isEqualTo(1);
      assertThat(number(seen.get(3))).as("lines from where labels were").isEqualTo(1);
    }
  }

  @Test
  void shouldFitTheMapToItsDots() {
    Object places =
        PAGE.run(
            MAP
                + """
                return [map.view.place([4, 0])[0] < 50, box('map').clientWidth - map.view.place([9, 0])[0] < 50];
                """);

    assertThat(places).as("left and right edge").isEqualTo(List.of(true, true));
  }

  @Test
  void shouldZoomAtThePointerAndShowAllAgain() {
    Object seen =
        PAGE.run(
            MAP
                + """
                const at = map.view.place([5, 0]);
                map.view.zoom(4, at);
                map.draw();
                const zoomed = [map.view.place([5, 0]), map.view.place([6, 0])[0] - map.view.place([5, 0])[0]];
                map.view.zoom(0.01, at);
                map.draw();
                return [Math.hypot(zoomed[0][0] - at[0], zoomed[0][1] - at[1]),
                  zoomed[1] / (map.view.place([6, 0])[0] - map.view.place([5, 0])[0]), map.view.chosen === null];
                """);

    List<?> values = (List<?>) seen;
    assertThat(number(values.get(0)))
        .as("pixels that the dot under the pointer moved")
        .isLessThan(0.01);
    assertThat(number(values.get(1))).isCloseTo(4, within(0.01));
    assertThat(values.get(2)).isEqualTo(true);
  }

  @Test
  void shouldWalkFromDotToDotByKeyboard() {
    Object walked =
        PAGE.run(
            MAP
                + """
                const { Hand } = await import('/hand.js');
                const picked = [];
                new Hand(map, box('map'), dot => picked.push(dot?.id ?? null));
                const press = (key, shiftKey = false) =>
                  box('map').dispatchEvent(new KeyboardEvent('keydown', { key, shiftKey }));
                map.select(map.dots[2]);
                press('ArrowRight');
                press('ArrowRight');
                press('ArrowLeft');
                press('Enter');
                press('ArrowRight', true);
                const moved = map.view.chosen !== null;
                press('0');
                press('Escape');
                return [picked, moved, map.view.chosen === null, map.selected === null];
                """);

    List<?> values = (List<?>) walked;
    assertThat(values.get(0)).isEqualTo(Arrays.asList("3", null));
    assertThat(values.subList(1, 4)).isEqualTo(List.of(true, true, true));
  }

  @Test
  void shouldFindDotsByLabelOrId() {
    Object found =
        PAGE.run(
            MAP
                + """
                const { Search } = await import('/search.js');
                const asked = [];
                new Search(box('search'), map, dot => asked.push(dot.id));
                const search = text => {
                  box('search').value = text;
                  box('search').dispatchEvent(new Event('input'));
                  box('search').dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter' }));
                  return map.candidates().length;
                };
                map.dots[1].label = 7;
                map.dots[4].id = 'Zebra-1';
                return [search('7'), search('zebra'), search('not there'), search(''), asked];
                """);

    assertThat(found).isEqualTo(List.of(1, 1, 0, 6, List.of("1", "Zebra-1", "not there")));
  }

  /** A map of six dots in a row, from 4 to 9. */
  private static final String MAP =
      """
      const { EmbeddingMap } = await import('/map.js');
      const box = id => document.getElementById(id);
      const map = new EmbeddingMap(box('map'), box('tip'), box('labels'), box('modalities'));
      map.add({ space: 'one', byLabel: true, all: true,
        dots: [0, 1, 2, 3, 4, 5].map(i => ({ id: String(i), label: 3, x: 4 + i, y: 0 })) });
      await new Promise(done => setTimeout(done, 1100));
      """;

  /** Swaps; returns a moving dot's x at first and halfway (from -1 to 1), ghosts and trails. */
  private static List<?> swapped(Page page) {
    return (List<?>)
        page.evaluate(
            """
            async () => {
              const { EmbeddingMap } = await import('/map.js');
              const box = id => document.getElementById(id);
              const map = new EmbeddingMap(box('map'), box('tip'), box('labels'), box('modalities'));
              const dots = (x, from, to) => Array.from({ length: to - from },
                (_, i) => ({ id: String(from + i), label: 3, x, y: 0 }));
              map.add({ space: 'one', byLabel: true, all: true, dots: dots(-1, 0, 50) });
              await new Promise(done => setTimeout(done, 1000));
              map.add({ space: 'two', byLabel: true, all: true, dots: dots(1, 10, 60) });
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
