package io.contrastream.topology;

import io.contrastream.similarity.LossSums;

/**
 * A part of a checkpoint's loss in one window.
 *
 * @param windowStartMs milliseconds since 1970 UTC
 */
record LossPart(String checkpointId, long windowStartMs, LossSums sums) {}
