package io.contrastream.encoding;

/**
 * The comparison of a candidate with the active checkpoint on a share of the live pairs. The share
 * is chosen by pair id, so that all inputs of a pair are in it, or none is, on any instance.
 *
 * @param share of the pairs, above 0 to 1
 */
public record ShadowTrial(String candidateId, String activeId, double share) {

  public boolean includes(String pairId) {
    return uniform(pairId.hashCode()) < share;
  }

  /** Returns a number in [0, 1) that looks random even if the hashes are in sequence. */
  private static double uniform(int hash) {
    long bits = (hash + 0x9E3779B97F4A7C15L) * 0xBF58476D1CE4E5B9L;
    bits = (bits ^ (bits >>> 27)) * 0x94D049BB133111EBL;
    return ((bits ^ (bits >>> 31)) >>> 11) * 0x1p-53;
  }
}
