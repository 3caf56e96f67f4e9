package io.contrastream.topology.loss;

import io.contrastream.similarity.ShadowSums;

/** A part of the sums of one candidate in the shadow, beside the active checkpoint. */
record ShadowPart(String candidateId, ShadowSums sums) {

  /** Returns the sum of two parts of the same candidate. */
  ShadowPart plus(ShadowPart other) {
    return new ShadowPart(candidateId, sums.plus(other.sums));
  }
}
