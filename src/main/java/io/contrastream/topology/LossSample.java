package io.contrastream.topology;

import io.contrastream.similarity.LossSums;

/** What one pair, or one image that stayed alone, adds to its checkpoint's loss. */
record LossSample(String checkpointId, LossSums sums) {}
