package io.contrastream.training;

import io.contrastream.image.DigitPair;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A bounded uniform sample of all pairs that were added (reservoir sampling). Once more than {@link
 * #HORIZON} times its capacity were added, newer pairs become more likely, so that it follows
 * changes of the input. Not thread-safe.
 */
final class Reservoir {
  private static final int HORIZON = 20;

  private final int capacity;
  private final List<DigitPair> pairs;
  private long added;

  /**
   * Starts empty.
   *
   * @param capacity at least 1
   */
  Reservoir(int capacity) {
    this(capacity, 0, new ArrayList<>());
  }

  private Reservoir(int capacity, long added, List<DigitPair> pairs) {
    this.capacity = capacity;
    this.added = added;
    this.pairs = pairs;
  }

  void add(DigitPair pair, RandomGenerator random) {
    added++;
    if (pairs.size() < capacity) {
      pairs.add(pair);
      return;
    }
    long place = random.nextLong(Math.min(added, (long) HORIZON * capacity));
    if (place < capacity) {
      pairs.set((int) place, pair);
    }
  }

  /** Returns an independent copy. */
  Reservoir copy() {
    return new Reservoir(capacity, added, new ArrayList<>(pairs));
  }

  boolean isEmpty() {
    return pairs.isEmpty();
  }

  DigitPair draw(RandomGenerator random) {
    return pairs.get(random.nextInt(pairs.size()));
  }

  /** Returns a view of the pairs. */
  List<DigitPair> pairs() {
    return Collections.unmodifiableList(pairs);
  }

  void save(DataOutputStream out) throws IOException {
    out.writeLong(added);
    out.writeInt(pairs.size());
    for (DigitPair pair : pairs) {
      PairCodec.write(pair, out);
    }
  }

  /**
   * Reads the output of {@link #save}.
   *
   * @param capacity if smaller than when saved, the last pairs are dropped
   */
  static Reservoir restore(int capacity, DataInputStream in) throws IOException {
    long added = in.readLong();
    int size = in.readInt();
    List<DigitPair> pairs = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      DigitPair pair = PairCodec.read(in);
      if (i < capacity) {
        pairs.add(pair);
      }
    }
    return new Reservoir(capacity, added, pairs);
  }
}
