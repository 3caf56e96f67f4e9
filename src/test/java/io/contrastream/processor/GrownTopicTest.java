package io.contrastream.processor;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.contrastream.config.Settings;
import io.contrastream.lifecycle.ProcessFailedException;
import io.contrastream.testing.EmbeddedCluster;
import io.contrastream.topic.registry.SchemaRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The error after partitions were added to a topic in use. */
class GrownTopicTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @RegisterExtension static final EmbeddedCluster CLUSTER = new EmbeddedCluster();

  @TempDir Path folder;

  @Test
  void shouldReportThatTheStateIsBoundToThePartitions() throws Exception {
    Settings settings = settings();
    try (SchemaRegistry registry = SchemaRegistry.connect(settings.registry())) {
      try (StreamProcessor first = StreamProcessor.start(settings, registry)) {
        first.awaitReady(PATIENCE);
      }
      grow(settings, 6);

      try (StreamProcessor second = StreamProcessor.start(settings, registry)) {
        assertThatThrownBy(() -> second.awaitReady(PATIENCE))
            .isInstanceOf(ProcessFailedException.class)
            .hasMessageContaining("number of partitions of the images topic has changed")
            .hasMessageContaining("topics.images and stream.application.id");
      }
    }
  }

  private static void grow(Settings settings, int partitions) throws Exception {
    try (Admin admin = Admin.create(settings.producerProperties())) {
      String images = settings.topics().images();
      admin.createPartitions(Map.of(images, NewPartitions.increaseTo(partitions))).all().get();
    }
  }

  private Settings settings() {
    return CLUSTER
        .settings("grown")
        .untrained(folder)
        .with("stream.threads=1", "stream.state.dir=" + folder)
        .load();
  }
}
