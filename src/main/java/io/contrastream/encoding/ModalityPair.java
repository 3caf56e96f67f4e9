package io.contrastream.encoding;

import io.contrastream.schema.Modality;
import java.util.Locale;

/**
 * Two modalities whose inputs are compared, in either order.
 *
 * @param one not after {@code other} in the order of the enum
 */
public record ModalityPair(Modality one, Modality other) {
  /** All of them, so that none is made for each record. */
  private static final ModalityPair[][] ALL = all();

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
    return ALL[a.ordinal()][b.ordinal()];
  }

  private static ModalityPair[][] all() {
    Modality[] modalities = Modality.values();
    ModalityPair[][] all = new ModalityPair[modalities.length][modalities.length];
    for (Modality one : modalities) {
      for (Modality other : modalities) {
        all[one.ordinal()][other.ordinal()] =
            one.compareTo(other) > 0
                ? all[other.ordinal()][one.ordinal()]
                : new ModalityPair(one, other);
      }
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
