package io.contrastream.topic;

import io.contrastream.config.Settings;
import io.contrastream.config.TopicSettings;
import io.contrastream.schema.Modality;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The required configuration of a topic; settings that are not named have the broker's defaults.
 */
public record TopicPlan(
    String name, int partitions, int replication, Map<String, String> settings) {
  private static final Map<String, String> STREAM = Map.of("cleanup.policy", "delete");
  private static final Map<String, String> DATA_SET =
      Map.of("cleanup.policy", "delete", "retention.ms", "-1");

  /** A dead letter is larger than the record in it, because it also holds the cause. */
  private static final Map<String, String> DEAD_LETTERS =
      Map.of("cleanup.policy", "delete", "max.message.bytes", String.valueOf(16 << 20));

  /** With the default segment size, compaction would start only after 1 GiB of checkpoints. */
  private static final Map<String, String> CHECKPOINTS =
      Map.of(
          "cleanup.policy", "compact",
          "max.message.bytes", String.valueOf(16 << 20),
          "segment.bytes", String.valueOf(64 << 20));

  /** Compacted early, since every commit of a trainer writes several MiB. */
  private static final Map<String, String> TRAINER_STATE =
      Map.of(
          "cleanup.policy", "compact",
          "segment.bytes", String.valueOf(32 << 20),
          "min.cleanable.dirty.ratio", "0.3");

  public TopicPlan {
    settings = Map.copyOf(settings);
  }

  TopicPlan with(int otherPartitions) {
    return new TopicPlan(name, otherPartitions, replication, settings);
  }

  /**
   * Returns the plans of all topics, but for those of modalities that are not read. Labelled pairs
   * are kept forever, since trainers read them from the beginning. Checkpoints and the trainers'
   * state have one partition, to be read in one order.
   */
  public static List<TopicPlan> of(Settings settings) {
    TopicSettings names = settings.topics();
    int partitions = names.partitions();
    int replication = names.replication();
    List<TopicPlan> plans = new ArrayList<>();
    for (Modality modality : settings.modalities()) {
      plans.add(new TopicPlan(names.inputs(modality), partitions, replication, STREAM));
    }
    plans.addAll(
        List.of(
            new TopicPlan(names.embeddings(), partitions, replication, STREAM),
            new TopicPlan(names.scores(), partitions, replication, STREAM),
            new TopicPlan(names.loss(), partitions, replication, STREAM),
            new TopicPlan(names.labelledPairs(), partitions, replication, DATA_SET),
            new TopicPlan(names.checkpoints(), 1, replication, CHECKPOINTS),
            new TopicPlan(names.training(), partitions, replication, STREAM),
            new TopicPlan(names.trainerState(), 1, replication, TRAINER_STATE),
            new TopicPlan(names.deadLetters(), partitions, replication, DEAD_LETTERS)));
    return List.copyOf(plans);
  }
}
