package io.contrastream.image;

/**
 * An anchor and its contrastive example.
 *
 * @param positive whether both show the same digit
 */
public record DigitPair(Digit anchor, Digit contrastive, boolean positive) {

  /** Returns the target cosine similarity: 1 for a positive pair, 0 for a negative one. */
  public int target() {
    return positive ? 1 : 0;
  }
}
