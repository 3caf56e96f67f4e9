package io.contrastream.topic;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How far a consumer group is on a topic, and who is in it.
 *
 * @param state as Kafka names it, such as {@code Stable}; null where there is no such group
 * @param instances programs that take part
 * @param members consumers that take part: one for each stream thread
 * @param partitions of the topic, in their order
 */
public record GroupProgress(
    String state, int instances, int members, List<PartitionProgress> partitions) {

  /**
   * How far the group is on a partition.
   *
   * @param end offset of the next record to be written
   * @param next offset of the next record that is not known to be done; the oldest record's where
   *     the group has committed none
   */
  public record PartitionProgress(int partition, long end, long next) {

    /** How many records wait. */
    public long lag() {
      return Math.max(0, end - next);
    }
  }

  public GroupProgress {
    partitions = List.copyOf(partitions);
  }

  /** How many records wait in all partitions. */
  public long lag() {
    return partitions.stream().mapToLong(PartitionProgress::lag).sum();
  }

  /** The partition that is most behind; of equal ones the first. Empty where nothing waits. */
  public Optional<PartitionProgress> worst() {
    return partitions.stream()
        .filter(each -> each.lag() > 0)
        .max(
            Comparator.comparingLong(PartitionProgress::lag)
                .thenComparing(PartitionProgress::partition, Comparator.reverseOrder()));
  }

  /** Sum of the partitions' ends: grows by one with each record that is written. */
  public long written() {
    return partitions.stream().mapToLong(PartitionProgress::end).sum();
  }

  /** Sum of the partitions' next offsets: grows by one with each record that is done. */
  public long done() {
    return partitions.stream().mapToLong(PartitionProgress::next).sum();
  }
}
