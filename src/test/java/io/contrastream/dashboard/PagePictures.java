package io.contrastream.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ViewportSize;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Pictures of the page, to look at. Those of the documentation go to {@code target/screenshots}, or
 * to the folder in {@code -Dscreenshots=docs}; the others always to {@code target/screenshots}.
 */
final class PagePictures {
  private static final Path FOLDER = Path.of("target/screenshots");
  private static final Path DOCS = Path.of(System.getProperty("screenshots", FOLDER.toString()));
  private static final List<Integer> WIDTHS = List.of(1400, 1024, 390);
  private static final int HEIGHT = 900;
  private static final int TOP_HEIGHT = 1010;
  private static final int SETTLED_MS = 300;

  /** The whole page in three widths, light and dark. */
  void ofMoment(Page page, String moment) {
    ViewportSize before = page.viewportSize();
    for (int width : WIDTHS) {
      for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
        show(page, width, HEIGHT, scheme);
        assertThat(isTooWide(page)).as("scrolls sideways at a width of " + width).isFalse();
        page.setViewportSize(width, (int) page.evaluate("document.body.scrollHeight"));
        waitForImages(page);
        String name =
            "%s-%d-%s.png".formatted(moment, width, scheme.name().toLowerCase(Locale.ROOT));
        page.screenshot(new Page.ScreenshotOptions().setPath(FOLDER.resolve(name)));
      }
    }
    show(page, before.width, before.height, ColorScheme.LIGHT);
  }

  /** What one sees first, light and dark, for the documentation. */
  void ofTop(Page page, String name) {
    ViewportSize before = page.viewportSize();
    for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      show(page, WIDTHS.get(0), TOP_HEIGHT, scheme);
      waitForImages(page);
      String suffix = scheme == ColorScheme.DARK ? "-dark.png" : ".png";
      page.screenshot(new Page.ScreenshotOptions().setPath(DOCS.resolve(name + suffix)));
    }
    show(page, before.width, before.height, ColorScheme.LIGHT);
  }

  void of(Locator part, String name) {
    part.screenshot(new Locator.ScreenshotOptions().setPath(FOLDER.resolve(name + ".png")));
  }

  private static void show(Page page, int width, int height, ColorScheme scheme) {
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
    page.setViewportSize(width, height);
    page.evaluate("scrollTo(0, 0)");
    page.waitForTimeout(SETTLED_MS);
  }

  private static boolean isTooWide(Page page) {
    return (boolean)
        page.evaluate(
            "document.documentElement.scrollWidth > document.documentElement.clientWidth");
  }

  /** Those further down are loaded when one scrolls to them. */
  private static void waitForImages(Page page) {
    page.waitForCondition(
        () ->
            (boolean)
                page.evaluate(
                    "[...document.images].every(each => each.complete"
                        + " || each.getBoundingClientRect().top > innerHeight)"));
  }
}
