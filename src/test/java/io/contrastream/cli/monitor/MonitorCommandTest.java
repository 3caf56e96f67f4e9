package io.contrastream.cli.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.contrastream.cli.Main;
import io.contrastream.cli.Run;
import io.contrastream.testing.EmbeddedCluster;
import io.contrastream.testing.TestSettings;
import java.io.FilterWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import picocli.CommandLine;

/** Runs the command on an idle cluster. */
class MonitorCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  @RegisterExtension static final EmbeddedCluster CLUSTER = new EmbeddedCluster();
  private static Run created;

  @BeforeAll
  static void start() {
    created = Run.of(arguments("topics", "create", "--json"));
  }

  @Test
  void shouldPrintEachCreatedTopicAsJson() throws Exception {
    List<String> names = new ArrayList<>();
    for (String line : created.out().lines().toList()) {
      JsonNode topic = JSON.readTree(line);
      names.add(topic.path("name").asText());
      assertThat(topic.path("created").asBoolean()).isTrue();
      assertThat(topic.path("partitions").asInt()).isPositive();
    }
    assertThat(names)
        .hasSize(9)
        .contains("MonitorCommandTest-idle-images", "MonitorCommandTest-idle-dead-letters");
  }

  @Test
  void shouldPrintOnce() {
    Run run = Run.of(arguments("monitor", "--once", "--interval", "100ms"));

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out().lines())
        .containsExactly(
            "Images       in 0.0/s, embedded 0.0/s, lag 0",
            "Processors   none in group MonitorCommandTest-idle",
            "Loss         no window with labelled pairs yet",
            "Checkpoint   none announced: processors use setting model.checkpoint",
            "Trainer      no reports",
            "Dead letters 0 since the monitor started, 0.0/s");
  }

  @Test
  void shouldPrintOnceAsJson() throws Exception {
    Run run = Run.of(arguments("monitor", "--once", "--json", "--interval", "100ms"));

    assertThat(run.out().lines()).hasSize(1);
    JsonNode look = JSON.readTree(run.out());
    assertThat(look.path("images").path("perSecond").asDouble(-1)).isZero();
    assertThat(look.path("lag").path("total").asLong(-1)).isZero();
    assertThat(look.path("group").path("id").asText()).isEqualTo("MonitorCommandTest-idle");
    assertThat(look.path("trainer").isNull()).isTrue();
  }

  @Test
  void shouldPrintALinePerUpdateUntilThePipeIsClosed() throws Exception {
    Lines two = new Lines(2);
    CommandLine program = Main.commandLine().setOut(new PrintWriter(two, true));

    int exitCode = program.execute(arguments("monitor", "--json", "--interval", "100ms"));

    assertThat(exitCode).isZero();
    assertThat(two.toString().lines()).hasSize(2).allMatch(line -> line.startsWith("{\"atMs\":"));
  }

  @Test
  void shouldRefuseATooShortInterval() {
    Run run = Run.of(arguments("monitor", "--interval", "0s"));

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("--interval must be between 100ms and 1h, not 0ms");
  }

  @Test
  void shouldReportAMissingTopic() {
    TestSettings settings = CLUSTER.settings("idle").with("topics.training=no-such-topic");

    Run run = Run.of(settings.commandLine("monitor"));

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("Topic no-such-topic does not exist", "topics create");
  }

  /** Fails after some lines, like a closed pipe. */
  private static final class Lines extends FilterWriter {
    private final int max;

    Lines(int max) {
      super(new StringWriter());
      this.max = max;
    }

    @Override
    public void flush() throws IOException {
      if (toString().lines().count() >= max) {
        throw new IOException("Nobody reads");
      }
    }

    @Override
    public String toString() {
      return out.toString();
    }
  }

  private static String[] arguments(String... command) {
    return CLUSTER.settings("idle").commandLine(command);
  }
}
