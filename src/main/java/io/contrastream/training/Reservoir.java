package io.contrastream.training;

import io.contrastream.encoding.ModalityCode;
import io.contrastream.encoding.ModalityPair;
import io.contrastream.image.Digit;
import io.contrastream.schema.Modality;
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

  private final ModalityPair modalities;
  private final int capacity;
  private final List<SamplePair> pairs;
  private long added;

  /** Starts empty; the capacity is at least 1. */
  Reservoir(ModalityPair modalities, int capacity) {
    this(modalities, capacity, 0, new ArrayList<>());
  }

  private Reservoir(ModalityPair modalities, int capacity, long added, List<SamplePair> pairs) {
    this.modalities = modalities;
    this.capacity = capacity;
    this.added = added;
    this.pairs = pairs;
  }

  void add(SamplePair pair, RandomGenerator random) {
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
  void retain(Predicate<SamplePair> condition) {
    pairs.removeIf(condition.negate());
  }

  Reservoir copy() {
    return new Reservoir(modalities, capacity, added, new ArrayList<>(pairs));
  }

  boolean isEmpty() {
    return pairs.isEmpty();
  }

  SamplePair draw(RandomGenerator random) {
    return pairs.get(random.nextInt(pairs.size()));
  }

  /** Returns a view of the pairs. */
  List<SamplePair> pairs() {
    return Collections.unmodifiableList(pairs);
  }

  /**
   * Writes each pair as both labels and the target, a byte each, and the contents. The content of
   * an image has a known length; before another are its modality and its length.
   */
  void save(DataOutputStream out) throws IOException {
    out.writeLong(added);
    out.writeInt(pairs.size());
    for (SamplePair pair : pairs) {
      out.writeByte(label(pair.anchor()));
      out.writeByte(label(pair.contrastive()));
      out.writeByte(pair.target());
      save(pair.anchor(), out);
      save(pair.contrastive(), out);
    }
  }

  private void save(Sample sample, DataOutputStream out) throws IOException {
    if (!isOfImages()) {
      out.writeByte(ModalityCode.of(sample.modality()));
      out.writeInt(sample.content().length);
    }
    out.write(sample.content());
  }

  private boolean isOfImages() {
    return modalities.equals(ModalityPair.IMAGES);
  }

  private static int label(Sample sample) {
    return sample.label() == null ? UNKNOWN_LABEL : sample.label();
  }

  /**
   * Reads the output of {@link #save}.
   *
   * @param capacity if smaller than when saved, the last pairs are dropped
   */
  static Reservoir restore(ModalityPair modalities, int capacity, DataInputStream in)
      throws IOException {
    long added = in.readLong();
    int size = in.readInt();
    Reservoir restored = new Reservoir(modalities, capacity, added, new ArrayList<>());
    for (int i = 0; i < size; i++) {
      SamplePair pair = restored.readPair(in);
      if (i < capacity) {
        restored.pairs.add(pair);
      }
    }
    return restored;
  }

  private SamplePair readPair(DataInputStream in) throws IOException {
    int anchor = in.readByte();
    int contrastive = in.readByte();
    boolean positive = in.readByte() == 1;
    return new SamplePair(readSample(anchor, in), readSample(contrastive, in), positive);
  }

  private Sample readSample(int label, DataInputStream in) throws IOException {
    Modality modality = isOfImages() ? Modality.IMAGE : ModalityCode.read(in.readByte());
    int length = isOfImages() ? Digit.PIXELS : in.readInt();
    if (length < 0 || length > in.available()) {
      throw new IOException("it states an input of %d bytes but has fewer".formatted(length));
    }
    byte[] content = in.readNBytes(length);
    return new Sample(modality, content, label == UNKNOWN_LABEL ? null : Integer.valueOf(label));
  }
}
