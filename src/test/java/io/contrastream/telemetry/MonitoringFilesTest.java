package io.contrastream.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

class MonitoringFilesTest {
  private static final Pattern METER = Pattern.compile("contrastream_\\w+");

  @ParameterizedTest
  @ValueSource(
      strings = {"monitoring/alerts.yml", "monitoring/grafana/dashboards/contrastream.json"})
  void shouldAskForMetersThatExist(String file) throws IOException {
    Set<String> asked = new TreeSet<>();
    Matcher matcher = METER.matcher(Files.readString(Path.of(file)));
    while (matcher.find()) {
      asked.add(matcher.group().replaceFirst("_total$", ""));
    }

    Set<String> known =
        Arrays.stream(Measure.values()).map(MonitoringFilesTest::name).collect(Collectors.toSet());
    assertThat(asked).isNotEmpty().isSubsetOf(known);
  }

  @Test
  void shouldBeReadable() throws IOException {
    assertThat((Map<?, ?>) new Yaml().load(Files.readString(Path.of("monitoring/alerts.yml"))))
        .hasSize(1);
    assertThat((Map<?, ?>) new Yaml().load(Files.readString(Path.of("docker-compose.yml"))))
        .isNotEmpty();
    assertThat(
            new ObjectMapper()
                .readTree(Path.of("monitoring/grafana/dashboards/contrastream.json").toFile())
                .path("panels"))
        .isNotEmpty();
  }

  private static String name(Measure measure) {
    String unit = measure.unit() == null ? "" : "_" + measure.unit();
    return measure.id().replace('.', '_') + unit;
  }
}
