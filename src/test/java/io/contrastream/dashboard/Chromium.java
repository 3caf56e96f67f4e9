package io.contrastream.dashboard;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A browser on this machine. Tests that need one are skipped if there is none. */
public final class Chromium implements AutoCloseable {
  private static final List<String> QUIET =
      List.of(
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync");

  private final Playwright playwright;
  private final Browser browser;

  /** A microphone that asks the user for nothing. */
  private static final List<String> MICROPHONE =
      List.of("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream");

  private Chromium(Path executable, List<String> more) {
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(executable)
                    .setArgs(Stream.concat(QUIET.stream(), more.stream()).toList()));
  }

  public static Chromium launch() {
    return launch(List.of());
  }

  /** Launches a browser whose microphone hears a WAV file over and over. */
  public static Chromium hearing(Path wav) {
    return launch(
        Stream.concat(MICROPHONE.stream(), Stream.of("--use-file-for-fake-audio-capture=" + wav))
            .toList());
  }

  private static Chromium launch(List<String> more) {
    Optional<Path> executable =
        Stream.of(
                Optional.ofNullable(System.getenv("CHROMIUM")).orElse("/usr/bin/chromium"),
                "/usr/bin/chromium-browser",
                "/usr/bin/google-chrome")
            .map(Path::of)
            .filter(Files::isExecutable)
            .findFirst();
    assumeTrue(
        executable.isPresent(),
        "Chromium is not installed: install it, or set CHROMIUM to its path");
    return new Chromium(executable.get(), more);
  }

  public Page page(int width, int height, ColorScheme scheme) {
    return browser.newPage(
        new Browser.NewPageOptions().setViewportSize(width, height).setColorScheme(scheme));
  }

  /** Opens a page with reduced motion. */
  public Page stillPage() {
    return browser.newPage(new Browser.NewPageOptions().setReducedMotion(ReducedMotion.REDUCE));
  }

  @Override
  public void close() {
    playwright.close();
  }
}
