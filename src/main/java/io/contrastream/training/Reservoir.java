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
 * A sample of bounded size of all pairs that were ever added, each alike likely to be in it. Once
 * many more were added than it holds, it leans to the newer ones, so that it follows a world that
 * changes and does not freeze: those older than {@link #HORIZON} times its size fade away.
 *
 * <p>Threads: one.
 */
final class Reservoir {
  private static final int HORIZON = 20;

  private final int capacity;
  private final List<DigitPair> pairs;
  private long added;

  /**
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

  /** What it holds now, for another to change. */
  Reservoir copy() {
    return new Reservoir(capacity, added, new ArrayList<>(pairs));
  }

  boolean isEmpty() {
    return pairs.isEmpty();
  }

  DigitPair draw(RandomGenerator random) {
    return pairs.get(random.nextInt(pairs.size()));
  }

  /** A view. */
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
   * @param capacity where it is smaller than when it was saved, the last pairs are left out
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
