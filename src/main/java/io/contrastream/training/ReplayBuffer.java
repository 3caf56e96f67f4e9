package io.contrastream.training;

import io.contrastream.image.Digit;
import io.contrastream.image.DigitPair;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Keeps a sample of the pairs that went by, so that what comes no more is not forgotten: a {@link
 * Reservoir} for each digit that an anchor can show (and one for unknown ones), apart for positive
 * and negative pairs. Bounded; what is in it and what is drawn follow from the seed and the order
 * of the pairs alone, across being saved and restored.
 *
 * <p>Threads: one.
 */
public final class ReplayBuffer {

  private static final String RANDOM = "random";

  /** Pairs of one anchor digit and sign. */
  private record Stratum(Integer label, boolean positive) {
    String name() {
      return (label == null ? "unlabelled" : label) + (positive ? "+" : "-");
    }
  }

  private final Map<Stratum, Reservoir> reservoirs = new LinkedHashMap<>();
  private final ResumableRandom random;

  /**
   * @param capacity pairs of all digits together; unknown ones take up to a tenth of it more
   * @param seed of what is kept and what is drawn
   */
  public ReplayBuffer(int capacity, long seed) {
    this(capacity, seed, Map.of());
  }

  /**
   * Goes on from where another was.
   *
   * @param saved what {@link #save} gave; a stratum that is missing is empty
   * @throws TrainerStateException where it can't be read
   */
  public ReplayBuffer(int capacity, long seed, Map<String, byte[]> saved) {
    int each = Math.max(1, capacity / (2 * Digit.CLASSES));
    random =
        StateParts.read(
            saved, RANDOM, in -> new ResumableRandom(in.readLong()), new ResumableRandom(seed));
    List<Integer> labels = new ArrayList<>();
    labels.add(null);
    IntStream.range(0, Digit.CLASSES).forEach(labels::add);
    for (Integer label : labels) {
      for (boolean positive : new boolean[] {true, false}) {
        Stratum stratum = new Stratum(label, positive);
        StateParts.Reader<Reservoir> reader = in -> Reservoir.restore(each, in);
        reservoirs.put(
            stratum, StateParts.read(saved, stratum.name(), reader, new Reservoir(each)));
      }
    }
  }

  private ReplayBuffer(ReplayBuffer other) {
    random = new ResumableRandom(other.random.state());
    other.reservoirs.forEach((stratum, each) -> reservoirs.put(stratum, each.copy()));
  }

  /** As it is now, whatever comes to this one later; shares the pairs, not the lists of them. */
  ReplayBuffer copy() {
    return new ReplayBuffer(this);
  }

  /** Takes a pair in, perhaps in place of an older one. */
  public void add(DigitPair pair) {
    reservoirs.get(new Stratum(pair.anchor().label(), pair.positive())).add(pair, random);
  }

  /**
   * Draws a pair: each anchor digit alike likely, however often it came.
   *
   * @return empty where none of this sign is here
   */
  public Optional<DigitPair> draw(boolean positive) {
    List<Reservoir> filled =
        reservoirs.entrySet().stream()
            .filter(each -> each.getKey().positive == positive && !each.getValue().isEmpty())
            .map(Map.Entry::getValue)
            .toList();
    if (filled.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(filled.get(random.nextInt(filled.size())).draw(random));
  }

  /** All pairs, always in the same order. */
  public List<DigitPair> pairs() {
    List<DigitPair> all = new ArrayList<>();
    reservoirs.values().forEach(reservoir -> all.addAll(reservoir.pairs()));
    return all;
  }

  /** All that it takes to go on exactly from here, in parts of which most stay alike for long. */
  public Map<String, byte[]> save() {
    Map<String, byte[]> parts = new LinkedHashMap<>();
    parts.put(RANDOM, StateParts.write(out -> out.writeLong(random.state())));
    reservoirs.forEach(
        (stratum, reservoir) -> {
          if (!reservoir.isEmpty()) {
            parts.put(stratum.name(), StateParts.write(reservoir::save));
          }
        });
    return parts;
  }
}
