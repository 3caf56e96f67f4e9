package io.contrastream.processor.swap;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;

/** The losses of the last good windows of a checkpoint, and how its trial stands. */
final class LossRecord {
  private final String id;
  private final int capacity;
  private final Deque<Double> losses = new ArrayDeque<>();
  private int balance;

  /**
   * @param capacity number of windows that are kept
   */
  LossRecord(String id, int capacity) {
    this.id = id;
    this.capacity = capacity;
  }

  String id() {
    return id;
  }

  /** Counts a window of the trial. */
  void count(boolean good) {
    balance += good ? 1 : -1;
  }

  boolean isMostlyGood() {
    return balance > 0;
  }

  boolean isMostlyBad() {
    return balance < 0;
  }

  /** Adds the loss of a window; NaN and infinity say nothing. */
  void add(double meanLoss) {
    if (!Double.isFinite(meanLoss)) {
      return;
    }
    losses.addLast(meanLoss);
    if (losses.size() > capacity) {
      losses.removeFirst();
    }
  }

  boolean isEmpty() {
    return losses.isEmpty();
  }

  boolean isFull() {
    return losses.size() == capacity;
  }

  /** Returns the highest loss; there must be one. */
  double worst() {
    return Collections.max(losses);
  }

  /** Returns the lowest loss; there must be one. */
  double mildest() {
    return Collections.min(losses);
  }
}
