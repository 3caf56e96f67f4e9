package io.contrastream.config;

/** How the network is computed. */
public enum ForwardPath {
  /** Batch normalisation and input scaling folded into the convolutions. */
  FAST,
  /** Layer by layer, as it was trained; the reference. */
  PLAIN
}
