package io.contrastream.runtime;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import io.contrastream.checkpoint.Checkpoint;
import io.contrastream.config.Settings;
import io.contrastream.config.Sources;
import io.contrastream.image.DigitSources;
import io.contrastream.model.InitialWeights;
import io.contrastream.model.LoadedModel;
import io.contrastream.runtime.demo.Demo;
import io.contrastream.runtime.demo.DemoPlan;
import io.contrastream.runtime.swap.CheckpointStore;
import io.contrastream.topic.SchemaRegistry;
import io.contrastream.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The page in a real Chromium, over a whole demo. Pictures of it lie in {@code target/screenshots}
 * afterwards, or where {@code -Dscreenshots=docs} says.
 */
class BrowserTest {
  private static final Path SCREENSHOTS =
      Path.of(System.getProperty("screenshots", "target/screenshots"));
  private static final double PATIENCE_MS = Duration.ofMinutes(2).toMillis();
  private static final String TOKEN = "a-token-for-tests";
  private static final List<String> QUIET =
      List.of(
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync");

  @TempDir static Path folder;
  private static LocalCluster cluster;
  private static Settings settings;
  private static Demo demo;
  private static Playwright playwright;
  private static Browser browser;

  @BeforeAll
  static void start() throws Exception {
    Optional<Path> chromium = chromium();
    assumeTrue(
        chromium.isPresent(),
        "There is no Chromium: install it, or name it with the environment variable CHROMIUM");
    cluster = LocalCluster.startThrowAway(0, 0);
    settings =
        Settings.load(
            new Sources(
                Optional.empty(),
                Map.of(),
                List.of(
                    "kafka.bootstrap.servers=" + cluster.bootstrapServers(),
                    "registry.schema.registry.url=" + cluster.registryUrl(),
                    "stream.state.dir=" + folder,
                    "loss.window=1s",
                    "loss.grace=0s",
                    "rollback.enabled=false",
                    "dashboard.port=0",
                    "dashboard.token=" + TOKEN)));
    demo =
        Demo.start(
            settings,
            new DemoPlan(
                DigitSources.open("drawn:2000", 1),
                1,
                new ImageFeed.Plan(Long.MAX_VALUE, 200, true)));
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions().setExecutablePath(chromium.get()).setArgs(QUIET));
  }

  private static Optional<Path> chromium() {
    return Stream.of(
            Optional.ofNullable(System.getenv("CHROMIUM")).orElse("/usr/bin/chromium"),
            "/usr/bin/chromium-browser",
            "/usr/bin/google-chrome")
        .map(Path::of)
        .filter(Files::isExecutable)
        .findFirst();
  }

  @AfterAll
  static void stop() {
    Closing.all(browser, playwright, demo, cluster);
  }

  @Test
  void shouldShowWhatHappensAndDoWhatIsClicked() {
    String second = publishUntrained();
    List<String> foreign = new ArrayList<>();
    List<String> errors = new ArrayList<>();
    try (Page page = page(1280, 900, ColorScheme.LIGHT)) {
      page.onRequest(
          request -> {
            if (!request.url().startsWith(url()) && !request.url().startsWith("data:")) {
              foreign.add(request.url());
            }
          });
      page.onPageError(errors::add);
      page.navigate(url() + "/#token=" + TOKEN);

      seesTheStream(page);
      drawsASevenAndFindsSevens(page);
      seesADeadLetter(page);
      picture(page, "dashboard.png");
      activates(page, second);
      assertThat(page.url()).doesNotContain(TOKEN);
    }
    try (Page page = page(1280, 900, ColorScheme.DARK)) {
      page.navigate(url());
      seesTheStream(page);
      picture(page, "dashboard-dark.png");
    }
    try (Page page = page(390, 844, ColorScheme.LIGHT)) {
      page.navigate(url());
      seesTheStream(page);
      fitsThePhone(page);
      picture(page, "dashboard-phone.png");
    }
    assertThat(foreign).as("requests to other hosts").isEmpty();
    assertThat(errors).as("errors of the page's scripts").isEmpty();
  }

  private static void seesTheStream(Page page) {
    assertThat(page.locator("#state-text"))
        .hasText("Live", new LocatorAssertions.HasTextOptions().setTimeout(PATIENCE_MS));
    page.waitForCondition(() -> page.locator("#newest img").count() >= 4, longWait());
    page.waitForCondition(() -> count(page, "dots") >= 200, longWait());
    page.waitForCondition(() -> page.locator("#loss-chart canvas").count() == 1, longWait());
  }

  private static void drawsASevenAndFindsSevens(Page page) {
    page.locator("#pad").scrollIntoViewIfNeeded();
    BoundingBox pad = page.locator("#pad").boundingBox();
    moveTo(page, pad, 0.25, 0.22);
    page.mouse().down();
    for (double[] point : new double[][] {{0.5, 0.22}, {0.76, 0.22}, {0.6, 0.5}, {0.45, 0.82}}) {
      moveTo(page, pad, point[0], point[1]);
    }
    page.mouse().up();
    page.locator("#find").click();

    page.waitForCondition(() -> page.locator("#neighbours li").count() == 10, longWait());
    assertThat(page.locator("#answer strong")).hasText("7");
    assertThat(page.locator("#neighbours li[data-label='7']").count()).isGreaterThan(5);
    page.evaluate("scrollTo(0, 0)");
  }

  private static void moveTo(Page page, BoundingBox box, double x, double y) {
    page.mouse().move(box.x + x * box.width, box.y + y * box.height);
  }

  private static void seesADeadLetter(Page page) {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            settings.producerProperties(), new ByteArraySerializer(), new ByteArraySerializer())) {
      byte[] value = "<b>no Avro</b>".getBytes(StandardCharsets.UTF_8);
      producer.send(new ProducerRecord<>(settings.topics().images(), value));
    }
    Locator letters = page.locator("#dead li");
    page.waitForCondition(() -> letters.count() == 1, longWait());
    assertThat(letters).containsText("Not Avro");
    assertThat(letters).containsText("<b>no Avro</b>");
  }

  /** The swap is seen too: the map shows the new space, and the chart has a line. */
  private static void activates(Page page, String id) {
    int swaps = count(page, "swaps");
    page.locator("button[aria-label='Activate " + id + "']").click();

    page.waitForCondition(() -> page.locator("#space-note").textContent().contains(id), longWait());
    assertThat(page.locator("#said")).hasText(id + " is active");
    assertThat(page.locator("#entries tr", new Page.LocatorOptions().setHasText(id)))
        .containsText("active");
    page.waitForCondition(() -> count(page, "swaps") > swaps, longWait());
  }

  private static void fitsThePhone(Page page) {
    Object tooWide =
        page.evaluate(
            "document.documentElement.scrollWidth > document.documentElement.clientWidth");
    assertThat(tooWide).isEqualTo(false);
  }

  private static int count(Page page, String what) {
    String text = page.locator("body").getAttribute("data-" + what);
    return text == null ? 0 : Integer.parseInt(text);
  }

  private static String publishUntrained() {
    try (SchemaRegistry registry = SchemaRegistry.connect(settings.registry());
        CheckpointStore store =
            new CheckpointStore(settings, Topics.of(settings.topics(), registry).checkpoints())) {
      Checkpoint untrained = InitialWeights.of(1);
      var how = settings.model();
      try (LoadedModel model =
          LoadedModel.load(untrained, "the test", how.path(), how.device(), List.of())) {
        store.publish(untrained, model);
      }
      return untrained.id();
    }
  }

  private static String url() {
    return demo.dashboard().url().orElseThrow();
  }

  private static Page page(int width, int height, ColorScheme scheme) {
    return browser.newPage(
        new Browser.NewPageOptions().setViewportSize(width, height).setColorScheme(scheme));
  }

  private static Page.WaitForConditionOptions longWait() {
    return new Page.WaitForConditionOptions().setTimeout(PATIENCE_MS);
  }

  private static void picture(Page page, String name) {
    page.screenshot(
        new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve(name)).setFullPage(true));
  }
}
