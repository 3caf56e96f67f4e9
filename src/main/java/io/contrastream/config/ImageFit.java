package io.contrastream.config;

/** What happens to images of another size than the encoder takes. */
public enum ImageFit {
  /** They are dead letters. */
  EXACT,
  /** They are scaled by area to the largest size that fits, and padded. */
  RESIZE,
  /** They are padded; larger ones are dead letters. */
  PAD
}
