package io.contrastream.cli.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.contrastream.cli.Fixtures;
import io.contrastream.cli.Run;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluateCommandTest {
  @TempDir Path folder;

  @Test
  void shouldPrintOneLineOfJsonWithTheDocumentedKeys() throws Exception {
    // when
    Run run = evaluate("--pairs", "40", "--json");
    JsonNode json = new ObjectMapper().readTree(run.out());

    // then
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out().lines()).hasSize(1);
    assertThat(json.fieldNames())
        .toIterable()
        .contains(
            "checkpoint",
            "pairLoss",
            "pairAccuracy",
            "meanPositiveCosine",
            "meanNegativeCosine",
            "knn1",
            "knn5",
            "perClass");
    assertThat(json.get("perClass")).hasSize(3);
    assertThat(json.get("pairLoss").isNumber()).isTrue();
  }

  @Test
  void shouldPrintNullIfNothingWasMeasured() throws Exception {
    // when: two pairs cannot have anchors of three digits
    Run run = evaluate("--pairs", "2", "--json");

    // then
    assertThat(
            new ObjectMapper().readTree(run.out()).get("perClass").get(2).get("pairLoss").isNull())
        .isTrue();
  }

  @Test
  void shouldPrintATableWithARowForEachDigitAndOneForAll() throws Exception {
    // when
    Run run = evaluate("--pairs", "40");

    // then
    assertThat(run.out().lines().map(String::strip).filter(line -> line.matches("(\\d|all) .*")))
        .hasSize(4);
  }

  @Test
  void shouldRefuseAnOddNumberOfPairs() throws Exception {
    // when
    Run run = evaluate("--pairs", "3");

    // then
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("--pairs must be even and at least 2, not 3");
  }

  @Test
  void shouldSayThatTheGalleryHoldsTheImages() throws Exception {
    // when
    Run run = evaluate("--pairs", "40", "--gallery", Fixtures.source(folder, 30) + "[10:30]");

    // then
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err()).contains("Note: 20 of 30 images are in the gallery, too: none counts");
  }

  private Run evaluate(String... options) throws Exception {
    String[] arguments = {
      "evaluate",
      "--source",
      Fixtures.source(folder, 30),
      "--checkpoint",
      Fixtures.checkpoint(folder).toString()
    };
    String[] all = java.util.Arrays.copyOf(arguments, arguments.length + options.length);
    System.arraycopy(options, 0, all, arguments.length, options.length);
    return Run.of(all);
  }
}
