package io.contrastream.topic;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The members of a consumer group and its progress on the partitions of one or more topics.
 *
 * @param state Kafka's name of the group's state, such as {@code Stable}; null if there is no group
 * @param instances number of member processes
 * @param members number of member consumers, one per stream thread
 */
public record GroupProgress(
    String state, int instances, int members, List<PartitionProgress> partitions) {

  /**
   * The group's progress on a partition.
   *
   * @param end offset of the next record to be written
   * @param next offset of the next record to be processed: the committed offset, or the beginning
   *     of the partition
   */
  public record PartitionProgress(String topic, int partition, long end, long next) {
    public long lag() {
      return Math.max(0, end - next);
    }
  }

  public GroupProgress {
    partitions = List.copyOf(partitions);
  }

  /** Returns the number of records not processed yet, in all partitions of all topics. */
  public long lag() {
    return partitions.stream().mapToLong(PartitionProgress::lag).sum();
  }

  /**
   * Returns the first of the partitions with the greatest lag, in the order of numbers; empty if
   * there is no lag.
   */
  public Optional<PartitionProgress> worst() {
    return partitions.stream()
        .filter(each -> each.lag() > 0)
        .max(
            Comparator.comparingLong(PartitionProgress::lag)
                .thenComparing(PartitionProgress::partition, Comparator.reverseOrder()));
  }

  /** Returns the sum of the end offsets, which grows by one with each record written. */
  public long written() {
    return partitions.stream().mapToLong(PartitionProgress::end).sum();
  }

  /** Returns the sum of the committed offsets, which grows by one with each record processed. */
  public long done() {
    return partitions.stream().mapToLong(PartitionProgress::next).sum();
  }
}
