package io.contrastream.topic;

import io.contrastream.config.TopicSettings;
import java.util.List;
import java.util.Map;

/**
 * How a topic is to be.
 *
 * @param partitions at least 1
 * @param replication copies of each partition, at least 1
 * @param settings of Kafka, by their names; those that are missing are the broker's defaults
 */
public record TopicPlan(
    String name, int partitions, int replication, Map<String, String> settings) {
  private static final Map<String, String> STREAM = Map.of("cleanup.policy", "delete");
  private static final Map<String, String> DATA_SET =
      Map.of("cleanup.policy", "delete", "retention.ms", "-1");

  /** A dead letter is larger than the record that it holds, because the cause travels with it. */
  private static final Map<String, String> DEAD_LETTERS =
      Map.of("cleanup.policy", "delete", "max.message.bytes", String.valueOf(16 << 20));

  /**
   * Compacted: the newest record of each key stays. Without the short segments, compaction would
   * wait for 1 GiB of checkpoints.
   */
  private static final Map<String, String> CHECKPOINTS =
      Map.of(
          "cleanup.policy", "compact",
          "max.message.bytes", String.valueOf(16 << 20),
          "segment.bytes", String.valueOf(64 << 20));

  /** Compacted soon, for every commit of a trainer writes several MiB. */
  private static final Map<String, String> TRAINER_STATE =
      Map.of(
          "cleanup.policy", "compact",
          "segment.bytes", String.valueOf(32 << 20),
          "min.cleanable.dirty.ratio", "0.3");

  public TopicPlan {
    settings = Map.copyOf(settings);
  }

  /**
   * All topics. Labelled pairs are kept for ever, since trainers read them from the start. The
   * checkpoints have one partition, so that all readers see one order of weights and announcements;
   * so has the trainers' state, which is read whole.
   */
  public static List<TopicPlan> of(TopicSettings names) {
    int partitions = names.partitions();
    int replication = names.replication();
    return List.of(
        new TopicPlan(names.images(), partitions, replication, STREAM),
        new TopicPlan(names.embeddings(), partitions, replication, STREAM),
        new TopicPlan(names.scores(), partitions, replication, STREAM),
        new TopicPlan(names.loss(), partitions, replication, STREAM),
        new TopicPlan(names.labelledPairs(), partitions, replication, DATA_SET),
        new TopicPlan(names.checkpoints(), 1, replication, CHECKPOINTS),
        new TopicPlan(names.training(), partitions, replication, STREAM),
        new TopicPlan(names.trainerState(), 1, replication, TRAINER_STATE),
        new TopicPlan(names.deadLetters(), partitions, replication, DEAD_LETTERS));
  }
}
