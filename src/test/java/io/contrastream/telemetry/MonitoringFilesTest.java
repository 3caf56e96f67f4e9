package io.contrastream.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
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
  private static final Pattern METRIC = Pattern.compile("contrastream_\\w+");

  @ParameterizedTest
  @ValueSource(
      strings = {"monitoring/alerts.yml", "monitoring/grafana/dashboards/contrastream.json"})
  void shouldQueryExistingMetrics(String file) throws IOException {
    Set<String> queried = new TreeSet<>();
    Matcher matcher = METRIC.matcher(Files.readString(Path.of(file)));
    while (matcher.find()) {
      queried.add(matcher.group().replaceFirst("_(total|bucket)$", ""));
    }

    Set<String> known =
        Arrays.stream(Metric.values()).map(MonitoringFilesTest::name).collect(Collectors.toSet());
    assertThat(queried).isNotEmpty().isSubsetOf(known);
  }

  @Test
  void shouldBeWellFormed() throws IOException {
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

  /** Skipped if the tool is not installed. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "promtool check rules monitoring/alerts.yml",
        "promtool check config monitoring/prometheus.yml",
        "docker compose --file docker-compose.yml config --quiet",
        "docker-compose --file docker-compose.yml config --quiet"
      })
  void shouldBeAcceptedByTheToolsThatReadThem(String command) throws Exception {
    List<String> words = List.of(command.split(" "));
    assumeTrue(answers(words.get(0), words.get(1)), words.get(0) + " is not installed");

    Process reader = new ProcessBuilder(words).redirectErrorStream(true).start();
    String said = new String(reader.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(reader.waitFor()).as(said).isZero();
  }

  /** Whether a command exists. Docker may lack its compose plugin. */
  private static boolean answers(String program, String subcommand) throws InterruptedException {
    try {
      String version = subcommand.equals("compose") ? "compose version" : "--version";
      return new ProcessBuilder((program + " " + version).split(" "))
              .redirectOutput(Redirect.DISCARD)
              .redirectError(Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static String name(Metric metric) {
    String unit = metric.unit() == null ? "" : "_" + metric.unit();
    return metric.id().replace('.', '_') + unit;
  }
}
