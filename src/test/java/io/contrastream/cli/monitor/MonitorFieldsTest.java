package io.contrastream.cli.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.contrastream.cli.output.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The fields of an update are an API. */
class MonitorFieldsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void shouldPrintTheDocumentedFields() throws Exception {
    // given
    String document = Files.readString(Path.of("docs/api.md"));
    String section = document.substring(document.indexOf("monitor --json"));
    String example = section.substring(section.indexOf('{'), section.indexOf("\n```\n\n"));

    // when
    JsonNode printed = JSON.readTree(Json.line(MonitorSamples.full()));

    // then
    assertThat(fields(printed)).isEqualTo(fields(JSON.readTree(example))).hasSizeGreaterThan(40);
  }

  /** Returns the paths of all fields, including those of each list's first element. */
  private static Set<String> fields(JsonNode node) {
    Set<String> found = new TreeSet<>();
    collect("", node, found);
    return found;
  }

  private static void collect(String path, JsonNode node, Set<String> found) {
    if (node.isArray()) {
      collect(path, node.path(0), found);
    }
    node.fieldNames()
        .forEachRemaining(
            name -> {
              found.add(path + "/" + name);
              collect(path + "/" + name, node.get(name), found);
            });
  }
}
