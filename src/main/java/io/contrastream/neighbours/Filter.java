package io.contrastream.neighbours;

import io.contrastream.schema.Modality;
import java.util.EnumSet;
import java.util.Set;

/**
 * Which embeddings a search considers.
 *
 * @param label null for any, known or not
 * @param fromMs earliest time of the input's record, in milliseconds since the epoch
 * @param toMs latest one
 */
public record Filter(Set<Modality> modalities, Integer label, long fromMs, long toMs) {
  public static final Set<Modality> ALL_MODALITIES = Set.copyOf(EnumSet.allOf(Modality.class));
  public static final Filter NONE =
      new Filter(ALL_MODALITIES, null, Long.MIN_VALUE, Long.MAX_VALUE);

  /** Returns a bit for the label; several labels may share one. */
  static long mask(Integer label) {
    return label == null ? 1 : 2L << (label & 31);
  }

  long mask() {
    return label == null ? -1 : mask(label);
  }

  boolean accepts(Integer itsLabel, long producedMs) {
    return (label == null || label.equals(itsLabel)) && producedMs >= fromMs && producedMs <= toMs;
  }

  boolean isSelective() {
    return label != null || fromMs != Long.MIN_VALUE || toMs != Long.MAX_VALUE;
  }
}
