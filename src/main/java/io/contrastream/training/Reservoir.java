package io.contrastream.training;

import io.contrastream.image.Digit;
import io.contrastream.image.DigitPair;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * A bounded uniform sample of all pairs that were added (reservoir sampling). Once more than {@link
 * #HORIZON} times its capacity were added, newer pairs become more likely, so that it follows
 * changes of the input. Not thread-safe.
 */
final class Reservoir {
  private static final int HORIZON = 20;
  private static final int UNKNOWN_LABEL = -1;

  private final int capacity;
  private final List<DigitPair> pairs;
  private long added;

  /** Starts empty; the capacity is at least 1. */
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

  /** Removes all other pairs. */
  void retain(Predicate<DigitPair> condition) {
    pairs.removeIf(condition.negate());
  }

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

  /** Writes each pair as both labels and the target, a byte each, and the pixels. */
  void save(DataOutputStream out) throws IOException {
    out.writeLong(added);
    out.writeInt(pairs.size());
    for (DigitPair pair : pairs) {
      out.writeByte(label(pair.anchor()));
      out.writeByte(label(pair.contrastive()));
      out.writeByte(pair.target());
      out.write(pair.anchor().pixels());
      out.write(pair.contrastive().pixels());
    }
  }

  private static int label(Digit digit) {
    return digit.isLabelled() ? digit.label() : UNKNOWN_LABEL;
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
      DigitPair pair = read(in);
      if (i < capacity) {
        pairs.add(pair);
      }
    }
    return new Reservoir(capacity, added, pairs);
  }

  private static DigitPair read(DataInputStream in) throws IOException {
    int anchor = in.readByte();
    int contrastive = in.readByte();
    boolean positive = in.readByte() == 1;
    return new DigitPair(digit(anchor, in), digit(contrastive, in), positive);
  }

  private static Digit digit(int label, DataInputStream in) throws IOException {
    byte[] pixels = new byte[Digit.PIXELS];
    in.readFully(pixels);
    return new Digit(pixels, label == UNKNOWN_LABEL ? null : Integer.valueOf(label));
  }
}
