package io.contrastream.processor;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.contrastream.config.Settings;
import io.contrastream.lifecycle.ProcessFailedException;
import io.contrastream.testing.Await;
import io.contrastream.testing.EmbeddedCluster;
import io.contrastream.topic.InternalTopics;
import io.contrastream.topic.registry.SchemaRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The error after partitions were added to a topic in use, and its cure. */
class GrownTopicTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @RegisterExtension static final EmbeddedCluster CLUSTER = new EmbeddedCluster();

  @TempDir Path folder;

  @Test
  void shouldNameACureThatWorks() throws Exception {
    Settings settings = settings();
    try (SchemaRegistry registry = SchemaRegistry.connect(settings.registry())) {
      try (StreamProcessor first = StreamProcessor.start(settings, registry)) {
        first.awaitReady(PATIENCE);
      }
      grow(settings, 6);

      try (StreamProcessor second = StreamProcessor.start(settings, registry)) {
        assertThatThrownBy(() -> second.awaitReady(PATIENCE))
            .isInstanceOf(ProcessFailedException.class)
            .hasMessageContaining("the partitions of the input topics were changed")
            .hasMessageContaining(String.join(", ", internalTopics(settings)));
      }
      deleteState(settings);
      try (StreamProcessor third = StreamProcessor.start(settings, registry)) {
        third.awaitReady(PATIENCE);
      }
    }
  }

  private static List<String> internalTopics(Settings settings) {
    return InternalTopics.names(settings.stream().applicationId());
  }

  private void deleteState(Settings settings) throws Exception {
    try (Admin admin = Admin.create(settings.producerProperties())) {
      admin.deleteTopics(internalTopics(settings)).all().get();
      Await.until("their end", () -> Collections.disjoint(names(admin), internalTopics(settings)));
    }
    Utils.delete(folder.resolve(settings.stream().applicationId()).toFile());
  }

  private static Set<String> names(Admin admin) {
    try {
      return admin.listTopics().names().get();
    } catch (ExecutionException | InterruptedException e) {
      throw new IllegalStateException(e);
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
