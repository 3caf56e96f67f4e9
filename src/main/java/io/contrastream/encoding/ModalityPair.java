package io.contrastream.encoding;

import io.contrastream.schema.Modality;
import java.util.Locale;

/**
 * Two modalities whose inputs are compared, in either order.
 *
 * @param one not after {@code other} in the order of the enum
 */
public record ModalityPair(Modality one, Modality other) {
  public static final ModalityPair IMAGES = of(Modality.IMAGE);

  public ModalityPair {
    if (one.compareTo(other) > 0) {
      throw new IllegalArgumentException("%s comes after %s".formatted(one, other));
    }
  }

  /** Returns the pair of a modality with itself. */
  public static ModalityPair of(Modality modality) {
    return new ModalityPair(modality, modality);
  }

  public static ModalityPair of(Modality a, Modality b) {
    return a.compareTo(b) > 0 ? new ModalityPair(b, a) : new ModalityPair(a, b);
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
