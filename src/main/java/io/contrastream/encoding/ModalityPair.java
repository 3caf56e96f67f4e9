package io.contrastream.encoding;

import io.contrastream.schema.Modality;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Two modalities whose inputs are compared, in either order.
 *
 * @param one not after {@code other} in the order of the enum
 */
public record ModalityPair(Modality one, Modality other) {
  /** All of them, so that none is made for each record. */
  private static final Map<Modality, Map<Modality, ModalityPair>> ALL = all();

  public static final ModalityPair IMAGES = of(Modality.IMAGE);

  public ModalityPair {
    if (one.compareTo(other) > 0) {
      throw new IllegalArgumentException("%s comes after %s".formatted(one, other));
    }
  }

  /** Returns the pair of a modality with itself. */
  public static ModalityPair of(Modality modality) {
    return of(modality, modality);
  }

  public static ModalityPair of(Modality a, Modality b) {
    return ALL.get(a).get(b);
  }

  /** Returns the pairs of two of these modalities, in the order of the enum. */
  public static List<ModalityPair> among(Set<Modality> modalities) {
    return Arrays.stream(Modality.values())
        .flatMap(one -> ALL.get(one).values().stream().filter(pair -> pair.one == one))
        .filter(pair -> modalities.contains(pair.one) && modalities.contains(pair.other))
        .toList();
  }

  private static Map<Modality, Map<Modality, ModalityPair>> all() {
    Map<Modality, Map<Modality, ModalityPair>> all = new EnumMap<>(Modality.class);
    for (Modality a : Modality.values()) {
      Map<Modality, ModalityPair> row = new EnumMap<>(Modality.class);
      for (Modality b : Modality.values()) {
        row.put(b, a.compareTo(b) > 0 ? all.get(b).get(a) : new ModalityPair(a, b));
      }
      all.put(a, row);
    }
    return all;
  }

  /** Whether inputs of one modality are compared with each other. */
  public boolean isOfOne() {
    return one == other;
  }

  /** Returns both names, such as {@code image:caption}. */
  @Override
  public String toString() {
    return (one + ":" + other).toLowerCase(Locale.ROOT);
  }
}
