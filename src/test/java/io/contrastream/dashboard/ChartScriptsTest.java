package io.contrastream.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The scripts of the charts in a real Chromium, with made-up data. */
class ChartScriptsTest {
  @RegisterExtension static final ScriptPage PAGE = new ScriptPage();

  @Test
  void shouldWeightLateRecordsOfAWindowByTheirPairs() {
    Object mean =
        PAGE.run(
            """
            const { Windows } = await import('/windows.js');
            const windows = new Windows();
            const same = { atMs: 1000, checkpoint: 'a' };
            windows.add([
              { ...same, positives: 30, negatives: 10, images: 500, loss: 0.1, positive: 0.9,
                negative: 0.2, distance: 0.01, drift: false },
              { ...same, positives: 0, negatives: 40, images: 3, loss: 0.5, negative: 0.7 },
            ]);
            return windows.rows()[0];
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
        PAGE.run(
            """
            const { Windows } = await import('/windows.js');
            const windows = new Windows();
            windows.add([[1, 'a'], [2, 'b'], [2, 'a'], [3, 'b']].map(([atMs, checkpoint]) =>
              ({ atMs, checkpoint, images: 1 })), [{ atMs: 4, kind: 'STEP', loss: 1 }]);
            return windows.rows().map(row => row.gap ? '|' : row.checkpoint ?? 'training').join('');
            """);

    assertThat(rows).isEqualTo("aa|bbtraining");
  }

  @Test
  void shouldDropTheOldestWindowsAndMarks() {
    Object sizes =
        PAGE.run(
            """
            const { Windows } = await import('/windows.js');
            const windows = new Windows();
            for (let atMs = 0; atMs < 5000; atMs++) {
              windows.add([{ atMs, checkpoint: 'a', images: 1 }],
                [{ atMs, kind: 'REFUSED', checkpoint: 'b' }]);
            }
            return [windows.rows().length, windows.events().length, windows.rows()[0].atMs];
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
  void shouldBreakTheLineInAPause() {
    Object rows =
        PAGE.run(
            """
            const { Windows } = await import('/windows.js');
            const windows = new Windows();
            windows.add([1, 2, 3, 7, 8].map(second => ({ atMs: 10_000 * second, checkpoint: 'a', images: 1 })),
              [{ atMs: 35_000, kind: 'STEP', loss: 1 }]);
            return windows.rows().map(row => row.gap ? '|' : row.checkpoint ?? '.').join('');
            """);

    assertThat(rows).isEqualTo("aaa.|aa");
  }

  @Test
  void shouldShowAGapBetweenTwoCheckpointsOfOneWindow() {
    Object pixels =
        PAGE.run(
            CHARTED.formatted(
                    "[window({}), window({}), window({ checkpoint: 'b', atMs }), window({"
                        + " checkpoint: 'b' })]",
                    "[]")
                + """
                const [first, second] = [1, 3].map(i => chart.loss.valToPos(chart.data[0][0][i], 'x'));
                return second - first;
                """);

    assertThat(number(pixels)).isGreaterThan(2);
  }

  @Test
  void shouldDrawWindowsOfFewPairsFaintly() {
    Object columns =
        charted("[10, 3, 10].map(pairs => window({ positives: pairs, negatives: pairs }))", "");

    assertThat(columns)
        .isEqualTo(List.of(List.of("0.9", "0.9", "0.9"), List.of("0.9", "skipped", "0.9")));
    assertThat(PAGE.page().locator("#loss-legend").innerText())
        .contains("faint: fewer than 20 pairs");
  }

  @Test
  void shouldShareOneZeroLineAndNameOnlyWhatItShows() {
    Object zeros =
        PAGE.run(
            CHARTED.formatted("[0.1, -0.6].map(negative => window({ negative, loss: 0.4 }))", "")
                + "return [chart.loss.valToPos(0, 'y'), chart.loss.valToPos(0, 'loss')];");

    List<?> pixels = (List<?>) zeros;
    assertThat(number(pixels.get(0))).isCloseTo(number(pixels.get(1)), within(0.01));
    assertThat(PAGE.page().locator("#loss-legend").innerText())
        .contains("mean loss")
        .doesNotContain("training loss")
        .doesNotContain("faint");
  }

  @Test
  void shouldShowAChosenRangeAndAZoom() {
    Object ranges =
        PAGE.run(
            CHARTED.formatted("Array.from({ length: 200 }, () => window({}))", "")
                + """
                const seen = async () => {
                  await new Promise(done => setTimeout(done, 50));
                  return [chart.loss, chart.distance].map(plot =>
                  Math.round(plot.scales.x.max - plot.scales.x.min));
                };
                const all = await seen();
                [...document.querySelectorAll('#range button')].at(-3).click(); // of this chart, not the page's
                const five = await seen();
                chart.loss.setSelect({ left: 10, top: 0, width: 100, height: 10 });
                const zoomed = await seen();
                const offered = !document.getElementById('unzoom').hidden;
                document.getElementById('unzoom').click();
                return [all, five, zoomed[0] < 200 && zoomed[0] === zoomed[1], offered, await seen()];
                """);

    List<Integer> fiveMinutes = List.of(300, 300);
    assertThat(ranges)
        .isEqualTo(List.of(List.of(1990, 1990), fiveMinutes, true, true, fiveMinutes));
  }

  @Test
  void shouldOfferNoChoiceOfModalitiesIfThereAreImagesOnly() {
    PAGE.run(
        CHARTED.formatted("Array(3).fill().map(() => window({ modalities: 'image:image' }))", ""));

    assertThat(PAGE.page().locator("#loss-pairs").isVisible()).isFalse();
  }

  @Test
  void shouldDrawTheLossOfTheModalitiesChosen() {
    Object losses =
        PAGE.run(
            CHARTED.formatted(
                    "['image:caption', 'image:image', 'image:caption',"
                        + " 'image:image'].map((modalities, i) => window({ modalities, loss: i /"
                        + " 10, distance: null }))",
                    "")
                + """
                const select = document.getElementById('loss-pairs');
                const first = chart.data[0][1];
                select.value = 'image:caption';
                select.dispatchEvent(new Event('change'));
                return [[...select.options].map(each => each.value), first, chart.data[0][1]];
                """);

    assertThat(losses)
        .isEqualTo(
            List.of(List.of("image:image", "image:caption"), List.of(0.1, 0.3), List.of(0, 0.2)));
    assertThat(PAGE.page().locator("#drift").innerText())
        .isEqualTo("Not measured between two modalities");
  }

  @Test
  void shouldShowFirstWhatHasALoss() {
    Object losses =
        PAGE.run(
            CHARTED.formatted(
                    "['image:image', 'image:sound', 'image:image', 'image:sound']"
                        + ".map((modalities, i) => window({ modalities, loss: i % 2 ? i : null }))",
                    "")
                + "return chart.data[0][1];");

    assertThat(losses).isEqualTo(List.of(1, 3));
  }

  @Test
  void shouldKeepTheVerdictOnDriftUntilTheNextComparison() {
    PAGE.run(
        CHARTED.formatted(
            "[window({ distance: 0.3, drift: true }), window({ distance: null, drift: null })]",
            "[]"));

    assertThat(PAGE.page().locator("#drift").innerText()).startsWith("Drift: 0.300");
  }

  @Test
  void shouldListWhatTheGateCouldNotJudgeApartFromRefusals() {
    PAGE.run(
        CHARTED.formatted(
            "[window({})]",
            """
            [{ atMs: 1, kind: 'REFUSED', checkpoint: 'bad', reason: 'too weak' },
              { atMs: 2, kind: 'NOT_JUDGED', reason: 'too few pairs' },
              { atMs: 3, kind: 'NOT_JUDGED', reason: 'still too few pairs' }]
            """));

    assertThat(PAGE.page().locator("#events .refusal").innerText())
        .contains("bad refused at the gate");
    assertThat(PAGE.page().locator("#events .unjudged").innerText())
        .contains("A candidate is not judged yet: still too few pairs");
    assertThat(PAGE.page().locator("body").getAttribute("data-refusals")).isEqualTo("1");
  }

  /** A chart of windows, ten seconds apart, and of training steps. */
  private static final String CHARTED =
      """
      const { LossChart } = await import('/chart.js');
      const chart = new LossChart();
      let atMs = 1e12;
      const window = values => ({ atMs: atMs += 10_000, checkpoint: 'a', positives: 50, negatives: 50,
        images: 200, loss: 0.1, positive: 0.9, negative: 0.1, distance: 0.01, ...values });
      chart.add(%s, %s);
      await new Promise(done => setTimeout(done, 50));
      """;

  /**
   * The columns of the cosine of positive pairs: of all windows, and of those with enough pairs.
   */
  private static Object charted(String windows, String steps) {
    return PAGE.run(
        CHARTED.formatted(windows, steps)
            + "return [2, 6].map(i => chart.data[0][i].map(value => String(value ?? 'skipped')));");
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> redPixelsOfDrift(boolean drift) {
    PAGE.page().navigate(PAGE.url());
    return (Map<String, Object>)
        PAGE.page()
            .evaluate(
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

  private static double number(Object value) {
    return ((Number) value).doubleValue();
  }
}
