package io.contrastream.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import io.contrastream.config.Settings;
import io.contrastream.demo.Demo;
import io.contrastream.demo.DemoPlan;
import io.contrastream.feed.InputFeed;
import io.contrastream.feed.InputProducer;
import io.contrastream.image.source.DigitSources;
import io.contrastream.lifecycle.Closeables;
import io.contrastream.schema.Modality;
import io.contrastream.sound.Sound;
import io.contrastream.sound.spoken.SpokenDigits;
import io.contrastream.source.Labelled;
import io.contrastream.testing.EmbeddedCluster;
import io.contrastream.testing.StagedCheckpoints;
import io.contrastream.topic.Topics;
import io.contrastream.topic.registry.SchemaRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The page of a whole demo in a real Chromium, with {@linkplain PagePictures pictures} of it. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BrowserTest {
  private static final PagePictures PICTURES = new PagePictures();
  private static final Duration TIMEOUT = Duration.ofMinutes(2);
  private static final double TIMEOUT_MS = TIMEOUT.toMillis();
  private static final Labelled<Sound> SPOKEN = new SpokenDigits(7, 10).get(0);
  private static final String TOKEN = "a-token-for-tests";
  @TempDir static Path folder;
  @RegisterExtension static final EmbeddedCluster CLUSTER = new EmbeddedCluster();
  private static Settings settings;
  private static Demo demo;
  private static Chromium chromium;

  @BeforeAll
  static void start() throws Exception {
    chromium =
        Chromium.hearing(Files.write(folder.resolve("spoken.wav"), InputFiles.wav(SPOKEN.input())));
    PlaywrightAssertions.setDefaultAssertionTimeout(TIMEOUT_MS);
    settings =
        CLUSTER
            .settings("demo")
            .with(
                "stream.state.dir=" + folder,
                "loss.window=1s",
                "loss.grace=0s",
                "rollback.enabled=false",
                "drift.images=100",
                "dashboard.port=0",
                "dashboard.token=" + TOKEN)
            .with("modalities=image,caption,sound")
            .load();
    demo =
        Demo.start(
            settings,
            new DemoPlan(
                DigitSources.open("drawn:2000", 1),
                1,
                new InputFeed.Plan(Long.MAX_VALUE, 200),
                false,
                Optional.empty(),
                settings.modalities()));
  }

  @AfterAll
  static void stop() {
    Closeables.closeAll(chromium, demo);
  }

  /** Whether the shipped checkpoint has an encoder for each modality. */
  /** Before the other test, which activates untrained weights. */
  @Test
  @Order(1)
  void shouldFindInputsOfEachModalityByWordsAndSounds() throws Exception {
    List<String> foreign = new ArrayList<>();
    List<String> errors = new ArrayList<>();
    try (Page page = page(foreign, errors)) {
      page.navigate(url());
      page.waitForCondition(() -> count(page, "dots") >= 800, longWait()); // ten of each are near
      assertThat(page.locator("#modalities button")).hasCount(Modality.values().length);

      findsSevensByWords(page);
      PICTURES.ofMoment(page, "search-by-words");
      playsASound(page);
      findsTheDigitOfADroppedSound(page);
      findsTheDigitOfWhatItHears(page);
    }
    assertThat(foreign).as("requests to other hosts").isEmpty();
    assertThat(errors).as("errors of the page's scripts, or against its policy").isEmpty();
  }

  private static void findsSevensByWords(Page page) {
    page.locator("#text").fill("seven");
    page.locator("#text").press("Enter");

    assertThat(page.locator("#answer strong")).hasText("7");
    for (String modality : List.of("images", "captions", "sounds")) {
      Locator found = page.locator("#neighbours ." + modality + " li");
      assertThat(found).hasCount(10);
      assertThat(page.locator("#neighbours ." + modality + " li[data-label='7']").count())
          .as(modality + " of seven")
          .isGreaterThan(5);
    }
    assertThat(page.locator("#neighbours .captions q").first()).not().hasText("…");
  }

  private static void playsASound(Page page) {
    Locator sound = page.locator("#neighbours .sounds .play").first();
    sound.evaluate(
        "button => button.querySelector('audio').addEventListener('ended',"
            + " event => { document.body.dataset.played = 1000 * event.target.currentTime; })");
    sound.click();

    page.waitForCondition(() -> page.getAttribute("body", "data-played") != null, longWait());
    assertThat(Double.parseDouble(page.getAttribute("body", "data-played")))
        .as("milliseconds played")
        .isGreaterThan(100);
    assertThat(sound).isEnabled();
  }

  /** The browser's own events, with a file as a desktop hands it over. */
  private static void findsTheDigitOfADroppedSound(Page page) {
    page.evaluate(
        """
        base64 => {
          const file = new File([Uint8Array.from(atob(base64), c => c.charCodeAt(0))], 'a.wav');
          const dataTransfer = new DataTransfer();
          dataTransfer.items.add(file);
          for (const name of ['dragover', 'drop']) {
            document.querySelector('#drawing').dispatchEvent(
              new DragEvent(name, { dataTransfer, bubbles: true, cancelable: true }));
          }
        }\
        """,
        Base64.getEncoder().encodeToString(InputFiles.wav(SPOKEN.input())));

    seesNeighboursOfTheSound(page);
  }

  /** The browser's microphone hears the same recording over and over. */
  private static void findsTheDigitOfWhatItHears(Page page) {
    page.locator("#clear").click();
    page.locator("#record").click();
    assertThat(page.locator("#answer")).containsText("Say a digit");
    page.waitForTimeout(1500);
    page.locator("#record").click();

    seesNeighboursOfTheSound(page);
    assertThat(page.locator("#record")).hasText("Record");
  }

  private static void seesNeighboursOfTheSound(Page page) {
    assertThat(page.locator("#answer")).containsText(" ms, from ");
    assertThat(page.locator("#answer strong")).hasText(String.valueOf(SPOKEN.label()));
    assertThat(page.locator("#neighbours .sounds li")).hasCount(10);
  }

  @Test
  @Order(2)
  void shouldShowTheStreamAndReactToClicks() {
    String second = StagedCheckpoints.publishUntrained(settings);
    List<String> foreign = new ArrayList<>();
    List<String> errors = new ArrayList<>();
    try (Page page = page(foreign, errors)) {
      page.navigate(url());
      needsTheToken(page, second);
      page.navigate(url() + "/#token=" + TOKEN);
      page.waitForURL(url() + "/");
      seesTheStream(page);
      drawsASevenAndFindsSevens(page);
      PICTURES.ofMoment(page, "first-minute");
      PICTURES.ofTop(page, "dashboard");
      searchesAndAsksByKeyboard(page);
      showsUmap(page);
      seesADeadLetter(page);
      seesRefusals(page);
      pausesWhileHidden(page);
      activates(page, second);
      seesTheSpaceMove(page, second);
      PICTURES.ofTop(page, "dashboard-swap");
      PICTURES.ofMoment(page, "after-a-swap");
      seesDrift(page);
      PICTURES.ofMoment(page, "in-drift");
    }
    assertThat(foreign).as("requests to other hosts").isEmpty();
    assertThat(errors).as("errors of the page's scripts, or against its policy").isEmpty();
  }

  private static void needsTheToken(Page page, String id) {
    Locator button = page.locator("button[aria-label='Activate " + id + "']");
    assertThat(button).isDisabled();
    page.locator("#token").fill("wrong");
    button.click();
    assertThat(page.locator("#said")).containsText("token is missing or wrong");
  }

  private static void seesTheStream(Page page) {
    assertThat(page.locator("#state-text")).hasText("Live");
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

    page.waitForCondition(() -> page.locator("#neighbours .images li").count() == 10, longWait());
    assertThat(page.locator("#answer strong")).hasText("7");
    assertThat(page.locator("#neighbours li[data-label='7']").count()).isGreaterThan(5);
    page.evaluate("scrollTo(0, 0)");
  }

  private static void moveTo(Page page, BoundingBox box, double x, double y) {
    page.mouse().move(box.x + x * box.width, box.y + y * box.height);
  }

  private static void searchesAndAsksByKeyboard(Page page) {
    page.locator("#search").fill("3");
    page.waitForCondition(() -> count(page, "found") >= 10, longWait());
    assertThat(count(page, "found")).isLessThan(count(page, "dots") / 2);
    page.locator("#search").press("Enter");
    page.waitForCondition(
        () -> page.locator("#neighbours li[data-label='3']").count() > 5, longWait());
    page.locator("#search").fill("");

    page.locator("#map").focus();
    page.keyboard().press("ArrowUp");
    assertThat(page.locator("#tip")).isVisible();
    page.keyboard().press("Enter");
    assertThat(page.locator("#answer")).containsText("Nearest to ");
    page.keyboard().press("Escape");
    assertThat(page.locator("#tip")).isHidden();
  }

  /** Uses the keyboard; the page stays responsive while a worker computes. */
  private static void showsUmap(Page page) {
    page.locator("#umap").focus();
    page.keyboard().press("Enter");

    page.waitForCondition(() -> note(page).startsWith("UMAP, space "), longWait());
    assertThat(count(page, "laid-out")).isGreaterThanOrEqualTo(200);
    String last = page.getAttribute("body", "data-last-laid-out");
    page.waitForCondition( // new embeddings too
        () -> !page.getAttribute("body", "data-last-laid-out").equals(last), longWait());
    PICTURES.of(page.locator("#space"), "map-umap");
    page.locator("#refit").click();
    page.waitForCondition(() -> note(page).contains("% laid out"), longWait());
    page.locator("#linear").click();
    assertThat(page.locator("#space-note")).containsText("Linear map");
  }

  private static String note(Page page) {
    return page.locator("#space-note").textContent();
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

  /** One by the gate, one by the processor, which finds no weights for the announcement. */
  private static void seesRefusals(Page page) {
    StagedCheckpoints.refuse(settings, "aaaaaaaaaaaa", "ffffffffffff");

    Locator refusals = page.locator("#events .refusal");
    page.waitForCondition(() -> refusals.count() == 2, longWait());
    assertThat(page.locator("#events")).containsText("aaaaaaaaaaaa refused at the gate: too weak");
    assertThat(page.locator("#events"))
        .containsText("ffffffffffff refused by the processor: Its weights");
    assertThat(count(page, "refusals")).isEqualTo(2);
    assertThat(count(page, "swaps")).isZero();
  }

  private static void activates(Page page, String id) {
    page.locator("button[aria-label='Activate " + id + "']").click();

    assertThat(page.locator("#said")).hasText(id + " is active");
    assertThat(page.locator("#entries tr", new Page.LocatorOptions().setHasText(id)))
        .containsText("active");
  }

  /** Images travel to their new positions, and the loss shows the swap. */
  private static void seesTheSpaceMove(Page page, String id) {
    page.waitForCondition(() -> note(page).contains("space " + id + "; lines lead"), longWait());
    page.waitForCondition(() -> count(page, "travelled") > 100, longWait());
    page.waitForCondition(() -> count(page, "trails") > 5, longWait());
    assertThat(count(page, "swaps")).isEqualTo(1);
    page.waitForCondition(() -> count(page, "windows") > 2, longWait());
    Locator loss = page.locator("#loss-legend b").first();
    page.waitForCondition(() -> Double.parseDouble(loss.textContent()) > 0.1, longWait());
  }

  /** Inverted images outnumber the others for a while. */
  private static void seesDrift(Page page) {
    assertThat(page.locator("#drift")).containsText("No drift");
    InputFeed.Plan plan = new InputFeed.Plan(Long.MAX_VALUE, 600);
    try (SchemaRegistry registry = SchemaRegistry.connect(settings.registry());
        InputProducer producer = new InputProducer(settings, Topics.of(settings, registry))) {
      InputFeed feed =
          new InputFeed(
              InputFeed.Schedule.ofPairs(DigitSources.open("inverted:drawn:2000", 1), 2),
              plan,
              producer);
      Thread thread = new Thread(feed, "inverted");
      thread.start();
      page.waitForCondition(
          () -> "true".equals(page.locator("body").getAttribute("data-drift")), longWait());
      feed.stop();
      thread.join(TIMEOUT.toMillis());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    assertThat(page.locator("#drift")).containsText("Drift: ");
  }

  private static void pausesWhileHidden(Page page) {
    String toggle =
        "hidden => { Object.defineProperty(document, 'hidden', { value: hidden, configurable: true"
            + " }); document.dispatchEvent(new Event('visibilitychange')); }";
    page.evaluate(toggle, true);
    assertThat(page.locator("#state-text")).hasText("Paused while the page is hidden");
    page.evaluate(toggle, false);
    assertThat(page.locator("#state-text")).hasText("Live");
  }

  private static int count(Page page, String what) {
    String text = page.locator("body").getAttribute("data-" + what);
    return text == null ? 0 : Integer.parseInt(text);
  }

  private static String url() {
    return demo.dashboard().url().orElseThrow();
  }

  private static Page page(List<String> foreign, List<String> errors) {
    Page page = chromium.page(1400, 900, ColorScheme.LIGHT);
    page.setDefaultTimeout(TIMEOUT_MS);
    page.onRequest(
        request -> {
          if (!request.url().startsWith(url()) && !request.url().startsWith("data:")) {
            foreign.add(request.url());
          }
        });
    page.onPageError(errors::add);
    page.onConsoleMessage(
        message -> {
          if (message.text().contains("Content Security Policy")) {
            errors.add(message.text());
          }
        });
    return page;
  }

  private static Page.WaitForConditionOptions longWait() {
    return new Page.WaitForConditionOptions().setTimeout(TIMEOUT_MS);
  }
}
