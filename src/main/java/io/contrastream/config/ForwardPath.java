package io.contrastream.config;

/** The implementation of the forward pass. */
public enum ForwardPath {
  /** Folds batch normalisation and input scaling into the convolutions; oneDNN's memory layout. */
  FAST,
  /** Computes layer by layer, as in training; the reference for the fast path. */
  PLAIN
}
