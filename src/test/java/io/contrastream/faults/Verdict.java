package io.contrastream.faults;

import java.util.List;

/**
 * The outputs of a run compared with its inputs, counted by id.
 *
 * @param images number of images sent
 * @param lost missing embeddings, scores, labelled pairs, dead letters and, under exactly once,
 *     pairs in loss windows
 * @param doubled outputs that occur more than once
 * @param outOfOrder embeddings of a key, or scores and labelled pairs of a pair, that overtook an
 *     earlier one
 * @param mixed vectors that differ from those of their image and checkpoint, and scores of vectors
 *     that the named checkpoint did not make
 * @param details a few of the differences, as text
 */
record Verdict(
    int images, long lost, long doubled, long outOfOrder, long mixed, List<String> details) {}
