package io.contrastream.neighbours;

import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;

/**
 * Finds rows by their hash code: a hash table of numbers, a tenth the size of one of objects. Not
 * thread-safe.
 */
final class RowTable {
  private static final int FREE = -1;

  private final IntUnaryOperator hashOf;
  private int[] slots = freeSlots(64);
  private int size;

  /**
   * @param hashOf the hash code of a row that is in the table
   */
  RowTable(IntUnaryOperator hashOf) {
    this.hashOf = hashOf;
  }

  private static int[] freeSlots(int count) {
    int[] slots = new int[count];
    Arrays.fill(slots, FREE);
    return slots;
  }

  /** Returns the row that has the hash code and is wanted, or -1. */
  int find(int hash, IntPredicate isWanted) {
    for (int slot = slot(hash); slots[slot] != FREE; slot = next(slot)) {
      if (isWanted.test(slots[slot])) {
        return slots[slot];
      }
    }
    return -1;
  }

  void add(int row) {
    if (size >= slots.length / 2) {
      grow();
    }
    put(row);
    size++;
  }

  private void put(int row) {
    int slot = slot(hashOf.applyAsInt(row));
    while (slots[slot] != FREE) {
      slot = next(slot);
    }
    slots[slot] = row;
  }

  private void grow() {
    int[] old = slots;
    slots = freeSlots(2 * old.length);
    for (int row : old) {
      if (row != FREE) {
        put(row);
      }
    }
  }

  /** Removes a row, and closes the gap, since a search ends at a free slot. */
  void remove(int row) {
    int gap = slot(hashOf.applyAsInt(row));
    while (slots[gap] != row) {
      gap = next(gap);
    }
    for (int slot = next(gap); slots[slot] != FREE; slot = next(slot)) {
      int home = slot(hashOf.applyAsInt(slots[slot]));
      boolean isBetween = gap <= slot ? gap < home && home <= slot : gap < home || home <= slot;
      if (!isBetween) {
        slots[gap] = slots[slot];
        gap = slot;
      }
    }
    slots[gap] = FREE;
    size--;
  }

  /** Spreads hash codes of texts that differ in their last characters only. */
  private int slot(int hash) {
    int mixed = (hash ^ hash >>> 16) * 0x85ebca6b;
    mixed = (mixed ^ mixed >>> 13) * 0xc2b2ae35;
    return (mixed ^ mixed >>> 16) & slots.length - 1;
  }

  long bytes() {
    return (long) slots.length * Integer.BYTES;
  }

  private int next(int slot) {
    return slot + 1 & slots.length - 1;
  }
}
