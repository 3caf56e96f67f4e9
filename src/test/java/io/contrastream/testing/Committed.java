package io.contrastream.testing;

import io.contrastream.config.Settings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/**
 * Waits until readers of committed records see what was committed: Kafka answers a commit before it
 * has written the markers that let them.
 */
public final class Committed {
  private Committed() {}

  public static void await(Settings settings, List<String> topics) throws InterruptedException {
    try (Admin admin = Admin.create(settings.adminProperties())) {
      Await.first(
          "no uncommitted records in " + topics,
          () -> allCommitted(admin, topics),
          Boolean::booleanValue);
    }
  }

  private static boolean allCommitted(Admin admin, List<String> topics)
      throws InterruptedException {
    try {
      return ends(admin, topics, IsolationLevel.READ_COMMITTED)
          .equals(ends(admin, topics, IsolationLevel.READ_UNCOMMITTED));
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<TopicPartition, Long> ends(
      Admin admin, List<String> topics, IsolationLevel isolation)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
    admin
        .describeTopics(topics)
        .allTopicNames()
        .get()
        .forEach(
            (topic, found) ->
                found
                    .partitions()
                    .forEach(
                        each ->
                            wanted.put(
                                new TopicPartition(topic, each.partition()), OffsetSpec.latest())));
    Map<TopicPartition, Long> ends = new HashMap<>();
    admin
        .listOffsets(wanted, new ListOffsetsOptions(isolation))
        .all()
        .get()
        .forEach((partition, found) -> ends.put(partition, found.offset()));
    return ends;
  }
}
