package io.contrastream.cli.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.contrastream.cli.Run;
import io.contrastream.testing.EmbeddedCluster;
import io.contrastream.testing.TestSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class DoctorCommandTest {
  @RegisterExtension static final EmbeddedCluster CLUSTER = new EmbeddedCluster();
  @TempDir private Path folder;

  @Test
  void shouldSucceedIfEveryCheckPasses() {
    // given
    TestSettings settings = CLUSTER.settings("doctor");
    Run.of(settings.commandLine("topics", "create"));

    // when
    Run run = doctor(settings.commandLine());

    // then
    assertThat(run.exitCode()).as(run.out()).isZero();
    assertThat(run.out().lines()).hasSize(14).allMatch(line -> line.startsWith("ok "));
    assertThat(run.err()).isEqualToIgnoringNewLines("14 ok");
  }

  @Test
  void shouldPrintALineOfJsonPerFindingAndFail() throws Exception {
    // when
    Run run =
        doctor(
            "--json",
            "--set",
            "kafka.bootstrap.servers=127.0.0.1:1",
            "--set",
            "registry.schema.registry.url=http://127.0.0.1:1");

    // then
    List<String> seen = new ArrayList<>();
    for (String line : run.out().lines().toList()) {
      JsonNode finding = new ObjectMapper().readTree(line);
      seen.add(finding.get("check").asText() + " " + finding.get("result").asText());
      assertThat(finding.get("seen").asText()).isNotEmpty();
    }
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).isEmpty();
    assertThat(seen)
        .contains(
            "java ok", "broker failed", "registry failed", "topics skipped", "rights skipped");
  }

  private Run doctor(String... options) {
    List<String> all = new ArrayList<>(List.of("doctor"));
    all.addAll(List.of(options));
    all.addAll(List.of("--set", "stream.state.dir=" + folder));
    return Run.of(all.toArray(String[]::new));
  }
}
