package io.contrastream.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Variables that name files with the values of settings. */
class SecretFileTest {
  @TempDir private Path folder;

  @Test
  void shouldReadASecretFromTheFileThatAVariableNames() throws IOException {
    // given
    Path secret = Files.writeString(folder.resolve("token"), "tell-nobody\n");
    Map<String, String> environment =
        Map.of("CONTRASTREAM_DASHBOARD_TOKEN_FILE", secret.toString());

    // when
    Settings settings = Settings.load(new Sources(Optional.empty(), environment, List.of()));

    // then
    assertThat(settings.dashboard().token()).isEqualTo("tell-nobody");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "private.key.", "template."})
  void shouldLeaveFilesToKafkaThatAreKafkasToRead(String which) {
    // given
    String key = "sasl.oauthbearer.assertion." + which + "file";
    String name = "CONTRASTREAM_KAFKA_" + key.toUpperCase(Locale.ROOT).replace('.', '_');

    // when
    Settings settings =
        Settings.load(new Sources(Optional.empty(), Map.of(name, "/not/ours"), List.of()));

    // then
    assertThat(settings.kafka().others()).containsExactly(Map.entry(key, "/not/ours"));
  }

  @Test
  void shouldRefuseAVariableBesideOneThatNamesItsFile() throws IOException {
    // given
    Path secret = Files.writeString(folder.resolve("token"), "hunter2-hunter2");

    // when
    ConfigException faults =
        faultsOf(
            Map.of(
                "CONTRASTREAM_DASHBOARD_TOKEN",
                "hunter2-hunter2",
                "CONTRASTREAM_DASHBOARD_TOKEN_FILE",
                secret.toString()));

    // then
    assertThat(faults.faults())
        .containsExactly(
            "dashboard.token: set only one of CONTRASTREAM_DASHBOARD_TOKEN and"
                + " CONTRASTREAM_DASHBOARD_TOKEN_FILE");
  }

  @Test
  void shouldNameASecretFileThatCanNotBeRead() throws IOException {
    // given
    Path missing = folder.resolve("missing");
    Path large = Files.write(folder.resolve("large"), new byte[(1 << 16) + 1]);
    Path binary = Files.write(folder.resolve("binary"), new byte[] {(byte) 0xff, 0x20});

    // when
    ConfigException faults =
        faultsOf(
            Map.of(
                "CONTRASTREAM_DASHBOARD_TOKEN_FILE", missing.toString(),
                "CONTRASTREAM_KAFKA_SASL_JAAS_CONFIG_FILE", large.toString(),
                "CONTRASTREAM_REGISTRY_BASIC_AUTH_USER_INFO_FILE", binary.toString(),
                "CONTRASTREAM_UNRELATED_FILE", missing.toString()));

    // then
    assertThat(faults.faults())
        .containsExactly(
            "dashboard.token (environment variable CONTRASTREAM_DASHBOARD_TOKEN_FILE): cannot be"
                + " read from %s: no such file or folder".formatted(missing),
            "kafka.sasl.jaas.config (environment variable"
                + " CONTRASTREAM_KAFKA_SASL_JAAS_CONFIG_FILE): cannot be read from "
                + large
                + ": it is larger than 64 KiB",
            "registry.basic.auth.user.info (environment variable"
                + " CONTRASTREAM_REGISTRY_BASIC_AUTH_USER_INFO_FILE): cannot be read from "
                + binary
                + ": not UTF-8 text");
  }

  @Test
  void shouldReportAnEmptyPath() {
    ConfigException faults = faultsOf(Map.of("CONTRASTREAM_DASHBOARD_TOKEN_FILE", ""));

    assertThat(faults.faults()).singleElement().asString().endsWith(": the path is empty");
  }

  @Test
  void shouldReportAFolder() {
    ConfigException faults =
        faultsOf(Map.of("CONTRASTREAM_DASHBOARD_TOKEN_FILE", folder.toString()));

    assertThat(faults.faults())
        .singleElement()
        .asString()
        .endsWith("cannot be read from " + folder + ": it is a folder");
  }

  @Test
  void shouldSayThatThisUserMayNotReadASecretFile() throws IOException {
    // given
    Path secret = Files.writeString(folder.resolve("token"), "hunter2-hunter2");
    assumeThat(secret.toFile().setReadable(false)).isTrue();
    assumeThat(Files.isReadable(secret)).isFalse(); // root may read everything

    // when
    ConfigException faults =
        faultsOf(Map.of("CONTRASTREAM_DASHBOARD_TOKEN_FILE", secret.toString()));

    // then
    assertThat(faults.faults())
        .singleElement()
        .asString()
        .endsWith("cannot be read from " + secret + ": permission denied");
  }

  private static ConfigException faultsOf(Map<String, String> environment) {
    return catchThrowableOfType(
        ConfigException.class,
        () -> Settings.load(new Sources(Optional.empty(), environment, List.of())));
  }
}
