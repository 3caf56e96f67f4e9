package io.contrastream.topic.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RegistryClientSettingsTest {

  @Test
  void shouldTakeSeveralAddresses() {
    assertThat(settings("http://a:1, https://b:2").urls())
        .containsExactly("http://a:1", "https://b:2");
  }

  @Test
  void shouldKeepCredentialsOutOfWords() {
    RegistryClientSettings settings = settings("http://ann:p%40ss+1@a:1");

    assertThat(settings.client()).containsEntry("basic.auth.user.info", "ann:p@ss+1");
    assertThat(settings.toString()).isEqualTo("RegistryClientSettings[http://a:1]");
  }

  @Test
  void shouldNotShowPasswordOfAddressThatIsWrong() {
    assertThatThrownBy(() -> settings("ftp://ann:secret@a:1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "schema.registry.url is ftp://***@a:1; expected http://host:port or https://host:port");
  }

  @Test
  void shouldAskForAddress() {
    assertThatThrownBy(() -> from(Map.of())).hasMessageContaining("schema.registry.url is not set");
  }

  @Test
  void shouldRefuseFlagThatIsNone() {
    Map<String, String> settings =
        Map.of("schema.registry.url", "http://a:1", "auto.register.schemas", "yes");

    assertThatThrownBy(() -> from(settings))
        .hasMessage("auto.register.schemas is yes; true or false");
  }

  private static RegistryClientSettings settings(String url) {
    return from(Map.of("schema.registry.url", url));
  }

  private static RegistryClientSettings from(Map<String, String> settings) {
    return RegistryClientSettings.from(settings, Duration.ZERO);
  }
}
