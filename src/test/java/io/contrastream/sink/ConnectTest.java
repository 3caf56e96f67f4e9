package io.contrastream.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.contrastream.config.Settings;
import io.contrastream.schema.ImageEmbedding;
import io.contrastream.testing.Await;
import io.contrastream.testing.EmbeddedCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Kafka Connect reads our embeddings with an Avro converter and the documented transforms. */
class ConnectTest {
  private static final int COUNT = 200;

  @RegisterExtension static final EmbeddedCluster CLUSTER = new EmbeddedCluster();

  @TempDir private Path folder;

  @Test
  void shouldGiveConnectorsEveryEmbeddingUnderItsId() throws Exception {
    // given
    Settings settings = CLUSTER.settings("connect").with("topics.partitions=2").load();
    CLUSTER.prepare(settings);
    List<ImageEmbedding> sent =
        IntStream.range(0, COUNT).mapToObj(i -> Embeddings.of("id" + i, "space")).toList();
    Embeddings.send(settings, sender -> sent.forEach(sender::embedding));
    Path file = folder.resolve("out.txt");

    // when
    List<String> lines;
    try (ConnectWorker worker =
        ConnectWorker.start(folder, worker(), connector(settings.topics().embeddings(), file))) {
      lines =
          Await.first(
              "all lines of the connector",
              () -> read(file),
              read -> read.size() >= COUNT || !worker.isAlive());
      assertThat(lines).as(worker.log()).hasSize(COUNT);
    }

    // then
    assertThat(lines)
        .containsExactlyInAnyOrderElementsOf(sent.stream().map(ConnectTest::struct).toList());
  }

  private Map<String, String> worker() {
    return Map.of(
        "bootstrap.servers", CLUSTER.bootstrapServers(),
        "key.converter", "org.apache.kafka.connect.storage.StringConverter",
        "value.converter", "io.apicurio.registry.utils.converter.AvroConverter",
        "value.converter.apicurio.registry.url",
            CLUSTER.registryUrl().replace("/apis/ccompat/v7", "/apis/registry/v2"),
        "value.converter.apicurio.registry.as-confluent", "true",
        "value.converter.apicurio.registry.use-id", "contentId",
        "offset.storage.file.filename", folder.resolve("offsets").toString(),
        "offset.flush.interval.ms", "500",
        "plugin.discovery", "only_scan",
        "listeners", "http://127.0.0.1:0");
  }

  /** The transforms of docs/sinks.md for Qdrant. */
  private static Map<String, String> connector(String topic, Path file) {
    return Map.ofEntries(
        Map.entry("name", "embeddings"),
        Map.entry("connector.class", "org.apache.kafka.connect.file.FileStreamSinkConnector"),
        Map.entry("topics", topic),
        Map.entry("file", file.toString()),
        Map.entry("consumer.override.isolation.level", "read_committed"),
        Map.entry("transforms", "id,collection"),
        Map.entry("transforms.id.type", "org.apache.kafka.connect.transforms.ReplaceField$Value"),
        Map.entry("transforms.id.renames", "imageId:id"),
        Map.entry(
            "transforms.collection.type", "org.apache.kafka.connect.transforms.InsertField$Value"),
        Map.entry("transforms.collection.static.field", "collection_name"),
        Map.entry("transforms.collection.static.value", "digits"));
  }

  private static List<String> read(Path file) throws IOException {
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  /** As Connect prints a struct: fields that are null are left out. */
  private static String struct(ImageEmbedding each) {
    return ("Struct{id=%s,role=%s,label=%d,vector=%s,checkpointId=%s,producedAtMs=%d,"
            + "embeddedAtMs=%d,normalized=%s,modality=%s,spaceId=%s,collection_name=digits}")
        .formatted(
            each.getImageId(),
            each.getRole(),
            each.getLabel(),
            each.getVector(),
            each.getCheckpointId(),
            each.getProducedAtMs(),
            each.getEmbeddedAtMs(),
            each.getNormalized(),
            each.getModality(),
            each.getSpaceId());
  }
}
