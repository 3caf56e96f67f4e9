package io.contrastream.config;

/** How the network is computed. */
public enum ForwardPath {
  /** Batch normalisation and input scaling folded into the convolutions, oneDNN's memory layout. */
  FAST,
  /** Layer by layer, as in training; the measure for the fast path. */
  PLAIN
}
