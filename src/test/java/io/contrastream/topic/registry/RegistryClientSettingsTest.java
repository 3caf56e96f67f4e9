package io.contrastream.topic.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RegistryClientSettingsTest {

  @Test
  void shouldReadSeveralAddresses() {
    assertThat(TestRegistrySettings.of("http://a:1,https://b:2/").urls())
        .containsExactly("http://a:1", "https://b:2");
  }

  @Test
  void shouldKeepCredentialsOutOfMessages() {
    RegistryClientSettings settings = TestRegistrySettings.of("http://ann:p%40ss+1@a:1");

    assertThat(settings.client()).containsEntry("basic.auth.user.info", "ann:p@ss+1");
    assertThat(settings.toString()).isEqualTo("RegistryClientSettings[http://a:1]");
  }

  @Test
  void shouldNotShowPasswordOfAWrongAddress() {
    assertThatThrownBy(() -> TestRegistrySettings.of("http://ann:secret@:1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "schema.registry.url is http://***@:1; expected http://host:port or https://host:port");
  }

  @Test
  void shouldReadSettingsWithAndWithoutPrefix() {
    RegistryClientSettings settings =
        TestRegistrySettings.of(
            "http://a:1",
            "schema.registry.ssl.truststore.location",
            "/trust.p12",
            "proxy.host",
            "b");

    assertThat(settings.client())
        .containsEntry("ssl.truststore.location", "/trust.p12")
        .containsEntry("proxy.host", "b");
  }

  @Test
  void shouldRefuseATimeoutThatIsNotANumber() {
    RegistryClientSettings settings =
        TestRegistrySettings.of("http://a:1", "http.read.timeout.ms", "-1");

    assertThatThrownBy(() -> settings.integer("http.read.timeout.ms"))
        .hasMessage("http.read.timeout.ms is -1; expected a whole number");
  }
}
