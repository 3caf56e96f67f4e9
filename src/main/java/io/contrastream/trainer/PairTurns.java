package io.contrastream.trainer;

import io.contrastream.training.SamplePair;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.stream.Stream;

/**
 * Merges the records of several partitions in one order: one record from each partition in turn. An
 * empty partition blocks the others, so that the order does not depend on which records arrived
 * first. Only if it has been at its end for the idle timeout, it is skipped until it has records
 * again. And once a record has waited for that time, none at its end is waited for until all
 * records are taken: otherwise, one record now and then would hold up thousands.
 *
 * <p>Thread-safe; one thread puts records and one takes them.
 */
final class PairTurns {

  /**
   * A record of the labelled pairs.
   *
   * @param pair empty if the record is invalid; it takes its turn like any other
   */
  record Item(int partition, long offset, Optional<SamplePair> pair) {}

  private final List<Lane> lanes;
  private final long idleTimeoutNs;
  private int turn;
  private long waitedNs;
  private boolean behind;
  private RuntimeException failure;

  PairTurns(int partitions, int turn, Duration idleTimeout) {
    lanes = Stream.generate(Lane::new).limit(partitions).toList();
    this.turn = turn % partitions;
    idleTimeoutNs = idleTimeout.toNanos();
  }

  /**
   * @param waitedNs what had been waited until it came
   */
  private record Waiting(Item item, long waitedNs) {}

  /** The waiting records of one partition. */
  private static final class Lane {
    private final Queue<Waiting> items = new ArrayDeque<>();
    private boolean ended;
    private long endedAtNs;
  }

  synchronized void put(Item item) {
    Lane lane = lanes.get(item.partition);
    lane.items.add(new Waiting(item, waitedNs));
    lane.ended = false;
    notifyAll();
  }

  /** Reports whether all records of the partition have been {@link #put}. */
  synchronized void atEnd(int partition, boolean atEnd) {
    Lane lane = lanes.get(partition);
    if (atEnd && !lane.ended) {
      lane.endedAtNs = System.nanoTime();
    }
    lane.ended = atEnd;
    notifyAll();
  }

  /** Makes {@link #next} throw this from now on. */
  synchronized void fail(RuntimeException cause) {
    failure = cause;
    notifyAll();
  }

  synchronized int waiting(int partition) {
    return lanes.get(partition).items.size();
  }

  /**
   * Takes the next record, and waits up to {@code timeout} for it.
   *
   * @return empty if there is none in time
   * @throws RuntimeException if {@link #fail} was called
   */
  synchronized Optional<Item> next(Duration timeout) throws InterruptedException {
    long deadlineNs = System.nanoTime() + timeout.toNanos();
    while (true) {
      if (failure != null) {
        throw failure;
      }
      Item item = take();
      long leftMs = (deadlineNs - System.nanoTime()) / 1_000_000;
      if (item != null || leftMs <= 0) {
        return Optional.ofNullable(item);
      }
      boolean ended = lanes.get(turn).ended;
      long startNs = System.nanoTime();
      wait(Math.min(leftMs, 50));
      waitedNs += ended ? System.nanoTime() - startNs : 0; // only waits at a partition's end count
    }
  }

  private Item take() {
    for (int i = 0; i < lanes.size(); i++) {
      Lane lane = lanes.get(turn);
      if (lane.items.isEmpty() && !skipped(lane)) {
        return null;
      }
      turn = (turn + 1) % lanes.size();
      if (!lane.items.isEmpty()) {
        lane.endedAtNs = System.nanoTime(); // the idle timeout starts when no record is left
        return lane.items.remove().item;
      }
    }
    behind = false;
    return null;
  }

  private boolean skipped(Lane lane) {
    boolean idle = System.nanoTime() - lane.endedAtNs >= idleTimeoutNs;
    behind = behind || (!idle && lanes.stream().anyMatch(this::hasWaited));
    return lane.ended && (idle || behind);
  }

  private boolean hasWaited(Lane lane) {
    Waiting first = lane.items.peek();
    return first != null && waitedNs - first.waitedNs >= idleTimeoutNs;
  }
}
