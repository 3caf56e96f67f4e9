package io.contrastream.topic.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RegistryClientSettingsTest {

  @Test
  void shouldReadSeveralAddresses() {
    assertThat(settings("http://a:1, https://b:2").urls())
        .containsExactly("http://a:1", "https://b:2");
  }

  @Test
  void shouldKeepCredentialsOutOfMessages() {
    RegistryClientSettings settings = settings("http://ann:p%40ss+1@a:1");

    assertThat(settings.client()).containsEntry("basic.auth.user.info", "ann:p@ss+1");
    assertThat(settings.toString()).isEqualTo("RegistryClientSettings[http://a:1]");
  }

  @Test
  void shouldNotShowPasswordOfAWrongAddress() {
    assertThatThrownBy(() -> settings("ftp://ann:secret@a:1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "schema.registry.url is ftp://***@a:1; expected http://host:port or https://host:port");
  }

  @Test
  void shouldReadSettingsWithAndWithoutPrefix() {
    Map<String, String> settings =
        Map.of(
            "schema.registry.url", "http://a:1",
            "schema.registry.ssl.truststore.location", "/trust.p12",
            "proxy.host", "b");

    assertThat(from(settings).client())
        .containsEntry("ssl.truststore.location", "/trust.p12")
        .containsEntry("proxy.host", "b");
  }

  @Test
  void shouldRefuseATimeoutThatIsNoNumber() {
    Map<String, String> settings =
        Map.of("schema.registry.url", "http://a:1", "http.read.timeout.ms", "-1");

    assertThatThrownBy(() -> from(settings).integer("http.read.timeout.ms"))
        .hasMessage("http.read.timeout.ms is -1; expected a whole number");
  }

  @Test
  void shouldRequireAnAddress() {
    assertThatThrownBy(() -> from(Map.of())).hasMessageContaining("schema.registry.url is not set");
  }

  @Test
  void shouldRefuseAFlagThatIsNotABoolean() {
    Map<String, String> settings =
        Map.of("schema.registry.url", "http://a:1", "auto.register.schemas", "yes");

    assertThatThrownBy(() -> from(settings))
        .hasMessage("auto.register.schemas is yes; expected true or false");
  }

  private static RegistryClientSettings settings(String url) {
    return from(Map.of("schema.registry.url", url));
  }

  private static RegistryClientSettings from(Map<String, String> settings) {
    return RegistryClientSettings.from(settings, Duration.ZERO);
  }
}
