package io.contrastream.dashboard;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.contrastream.config.DashboardSettings;
import io.contrastream.lifecycle.Closeables;
import io.contrastream.telemetry.Health;
import io.contrastream.telemetry.Meters;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The page in a real Chromium without a stream, loaded anew for each test of its scripts. */
final class ScriptPage implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {
  private Meters meters;
  private DashboardServer server;
  private Chromium chromium;
  private Page page;

  @Override
  public void beforeAll(ExtensionContext context) {
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

  @Override
  public void beforeEach(ExtensionContext context) {
    page.navigate(server.url());
  }

  @Override
  public void afterAll(ExtensionContext context) {
    Closeables.closeAll(chromium, server, meters);
  }

  Chromium chromium() {
    return chromium;
  }

  String url() {
    return server.url();
  }

  Page page() {
    return page;
  }

  /** Returns what a script returns, whose body may use {@code await}. */
  Object run(String script) {
    return run(page, script);
  }

  Object run(Page page, String script) {
    return page.evaluate("async () => {" + script + "}");
  }
}
