package io.contrastream.processor.swap;

import static org.assertj.core.api.Assertions.assertThat;

import io.contrastream.processor.StreamProcessor;
import io.contrastream.schema.ModelCheckpoint;
import io.contrastream.testing.Await;
import io.contrastream.testing.EmbeddedCluster;
import io.contrastream.topic.TopicSetup;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The checkpoint topic is deleted and created again while a processor follows it. */
class ReplacedTopicTest {
  @RegisterExtension static final EmbeddedCluster CLUSTER = new EmbeddedCluster();

  @TempDir Path folder;

  @Test
  void shouldFollowTheNewTopic() throws Exception {
    try (SwapHarness swap = new SwapHarness(CLUSTER, folder, "replaced")) {
      // given
      List<ModelCheckpoint> good = List.of(Candidates.good(2), Candidates.good(3));
      StreamProcessor processor = swap.process();
      for (ModelCheckpoint each : good) {
        swap.publish(each);
        String id = swap.announce(each.getCheckpointId()).id();
        swap.await("a swap", () -> processor.checkpointId().equals(id));
      }

      // when
      replaceTopic(swap);
      ModelCheckpoint next = Candidates.good(4);
      swap.publish(next);
      assertThat(swap.announce(next.getCheckpointId()).generation()).isEqualTo(1);

      // then
      swap.await(
          "a swap to the checkpoint of the new topic",
          () -> processor.checkpointId().equals(next.getCheckpointId()));
    }
  }

  private static void replaceTopic(SwapHarness swap) throws Exception {
    String topic = swap.topics.checkpoints().name();
    try (Admin admin = Admin.create(swap.settings.adminProperties())) {
      admin.deleteTopics(List.of(topic)).all().get();
      Await.until("no topic", () -> !names(admin).contains(topic));
    }
    TopicSetup.ensure(swap.settings, swap.topics);
  }

  private static Set<String> names(Admin admin) {
    try {
      return admin.listTopics().names().get();
    } catch (ExecutionException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
