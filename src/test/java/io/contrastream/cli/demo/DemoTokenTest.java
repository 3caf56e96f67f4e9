package io.contrastream.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.contrastream.config.DashboardSettings;
import org.junit.jupiter.api.Test;

class DemoTokenTest {
  private static final String URL = "http://127.0.0.1:8080";

  @Test
  @SuppressWarnings("ObjectToString")
  void shouldGenerateATokenIfThereIsNone() {
    DemoToken one = DemoToken.of(new DashboardSettings(true, "127.0.0.1", 8080, "", 1000));
    DemoToken other = DemoToken.of(new DashboardSettings(true, "127.0.0.1", 8080, "", 1000));

    String token = one.suggested().get(0).substring("dashboard.token=".length());
    assertThat(token).matches("[\\w-]{24}");
    assertThat(one.address(URL)).isEqualTo(URL + "/#token=" + token);
    assertThat(other.address(URL)).isNotEqualTo(one.address(URL));
    assertThat(one.toString()).doesNotContain(token);
  }

  @Test
  void shouldNotRevealAConfiguredToken() {
    DemoToken configured =
        DemoToken.of(new DashboardSettings(true, "127.0.0.1", 8080, "my-own-token", 1000));

    assertThat(configured.suggested()).isEmpty();
    assertThat(configured.address(URL)).isEqualTo(URL);
  }
}
