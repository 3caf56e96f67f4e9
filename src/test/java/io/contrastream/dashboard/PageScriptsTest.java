package io.contrastream.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The page in a real Chromium as another process would serve it. */
class PageScriptsTest {
  @RegisterExtension static final ScriptPage PAGE = new ScriptPage();

  @Test
  void shouldHideButtonsIfChangesAreDisabled() {
    try (Page without = PAGE.chromium().page(390, 800, ColorScheme.LIGHT)) {
      without.route(
          "**/api/settings",
          route ->
              route.fulfill(
                  new Route.FulfillOptions()
                      .setBody("{\"mayActivate\": false, \"driftThreshold\": 0.05}")));
      without.navigate(PAGE.url());

      without.locator("#not-acting").waitFor(); // until visible
      assertThat(without.locator("#not-acting").textContent())
          .contains("CONTRASTREAM_DASHBOARD_TOKEN");
      assertThat(without.locator("#rollback").isVisible()).isFalse();
      assertThat(without.locator("#token").isVisible()).isFalse();
    }
  }
}
