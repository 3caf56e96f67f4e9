package io.contrastream.cli.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.contrastream.cli.Main;
import io.contrastream.cli.Run;
import io.contrastream.cluster.LocalCluster;
import java.io.FilterWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The command on a cluster in which nothing happens. */
class MonitorCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static LocalCluster cluster;
  private static Run created;

  @BeforeAll
  static void start() {
    cluster = LocalCluster.startThrowAway(0, 0);
    created = Run.of(arguments("topics", "create", "--json"));
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @Test
  void shouldTellProgramsOfEachTopicThatWasMade() throws Exception {
    List<String> names = new ArrayList<>();
    for (String line : created.out().lines().toList()) {
      JsonNode topic = JSON.readTree(line);
      names.add(topic.path("name").asText());
      assertThat(topic.path("created").asBoolean()).isTrue();
      assertThat(topic.path("partitions").asInt()).isPositive();
    }
    assertThat(names).hasSize(9).contains("digit-images", "dead-letters");
  }

  @Test
  void shouldLookOnce() {
    Run run = Run.of(arguments("monitor", "--once", "--interval", "100ms"));

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out().lines())
        .containsExactly(
            "Images       in 0.0/s, embedded 0.0/s, lag 0",
            "Processors   none has joined group contrastream",
            "Loss         no window with labelled pairs yet",
            "Checkpoint   none announced: processors use their own model.checkpoint",
            "Trainer      no trainer has reported",
            "Dead letters 0 since this began, 0.0/s");
  }

  @Test
  void shouldLookOnceForPrograms() throws Exception {
    Run run = Run.of(arguments("monitor", "--once", "--json", "--interval", "100ms"));

    assertThat(run.out().lines()).hasSize(1);
    JsonNode look = JSON.readTree(run.out());
    assertThat(look.path("images").path("perSecond").asDouble(-1)).isZero();
    assertThat(look.path("lag").path("total").asLong(-1)).isZero();
    assertThat(look.path("group").path("id").asText()).isEqualTo("contrastream");
    assertThat(look.path("trainer").isNull()).isTrue();
  }

  @Test
  void shouldPrintALineForEachLookUntilNobodyReads() throws Exception {
    Lines two = new Lines(2);
    CommandLine program = Main.commandLine().setOut(new PrintWriter(two, true));

    int exitCode = program.execute(arguments("monitor", "--json", "--interval", "100ms"));

    assertThat(exitCode).isZero();
    assertThat(two.toString().lines()).hasSize(2).allMatch(line -> line.startsWith("{\"atMs\":"));
  }

  @Test
  void shouldRefuseAnIntervalThatIsNone() {
    Run run = Run.of(arguments("monitor", "--interval", "0s"));

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("--interval is 0s, allowed is a time from 100ms to 1h");
  }

  @Test
  void shouldSayThatATopicIsMissing() {
    Run run = Run.of(arguments("monitor", "--set", "topics.training=no-such-topic"));

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("There is no topic no-such-topic", "topics create");
  }

  /** Breaks after so many lines, as a pipe does. */
  private static final class Lines extends FilterWriter {
    private final int most;

    Lines(int most) {
      super(new StringWriter());
      this.most = most;
    }

    @Override
    public void flush() throws IOException {
      if (toString().lines().count() >= most) {
        throw new IOException("Nobody reads");
      }
    }

    @Override
    public String toString() {
      return out.toString();
    }
  }

  private static String[] arguments(String... command) {
    List<String> all = new ArrayList<>(List.of(command));
    all.addAll(List.of("--set", "kafka.bootstrap.servers=" + cluster.bootstrapServers()));
    all.addAll(List.of("--set", "registry.schema.registry.url=" + cluster.registryUrl()));
    return all.toArray(String[]::new);
  }
}
