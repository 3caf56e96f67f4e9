package io.contrastream.training;

import io.contrastream.encoding.ModalityPair;
import io.contrastream.image.Digit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A bounded sample of past pairs, so that digits that no longer occur are not forgotten. There is a
 * {@link Reservoir} for each digit that an anchor can show, and one for unlabelled anchors, with
 * positive and negative pairs kept separately. Its contents and what is drawn depend only on the
 * seed and the sequence of pairs, also after it was saved and restored. Not thread-safe.
 */
public final class ReplayBuffer {
  private static final String RANDOM = "random";

  /** The pairs of one anchor digit and sign. */
  private record Stratum(Integer label, boolean positive) {
    String name() {
      return (label == null ? "unlabelled" : label) + (positive ? "+" : "-");
    }
  }

  private final Map<Stratum, Reservoir> reservoirs = new LinkedHashMap<>();
  private final ResumableRandom random;

  /**
   * Starts empty or resumes from a saved state.
   *
   * @param modalities of the pairs
   * @param capacity maximum number of labelled pairs; unlabelled ones add up to a tenth of it
   * @param seed of what is kept and what is drawn
   * @param saved the result of {@link #save}; a missing stratum is empty
   * @throws TrainerStateException if it can't be read
   */
  public ReplayBuffer(ModalityPair modalities, int capacity, long seed, Map<String, byte[]> saved) {
    int each = Math.max(1, capacity / (2 * Digit.CLASSES));
    random =
        StateParts.read(
            saved, RANDOM, in -> new ResumableRandom(in.readLong()), new ResumableRandom(seed));
    for (int digit = -1; digit < Digit.CLASSES; digit++) {
      Integer label = digit < 0 ? null : Integer.valueOf(digit);
      for (boolean positive : new boolean[] {true, false}) {
        Stratum stratum = new Stratum(label, positive);
        StateParts.Reader<Reservoir> reader = in -> Reservoir.restore(modalities, each, in);
        reservoirs.put(
            stratum,
            StateParts.read(saved, stratum.name(), reader, new Reservoir(modalities, each)));
      }
    }
  }

  private ReplayBuffer(ReplayBuffer other) {
    random = new ResumableRandom(other.random.state());
    other.reservoirs.forEach((stratum, each) -> reservoirs.put(stratum, each.copy()));
  }

  /** Returns an independent copy, which shares the pairs themselves. */
  ReplayBuffer copy() {
    return new ReplayBuffer(this);
  }

  public void add(SamplePair pair) {
    reservoirs.get(new Stratum(pair.anchor().label(), pair.positive())).add(pair, random);
  }

  /** Removes all other pairs. */
  void retain(Predicate<SamplePair> condition) {
    reservoirs.values().forEach(reservoir -> reservoir.retain(condition));
  }

  /**
   * Draws a pair. All anchor digits are equally likely, however often they occurred.
   *
   * @return empty if there is no pair of this sign
   */
  public Optional<SamplePair> draw(boolean positive) {
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

  boolean isEmpty() {
    return reservoirs.values().stream().allMatch(Reservoir::isEmpty);
  }

  /** Returns all pairs, always in the same order. */
  public List<SamplePair> pairs() {
    List<SamplePair> all = new ArrayList<>();
    reservoirs.values().forEach(reservoir -> all.addAll(reservoir.pairs()));
    return all;
  }

  /** Returns everything needed to resume exactly from here, in parts that mostly change rarely. */
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
