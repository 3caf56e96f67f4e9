package io.contrastream.faults;

import java.util.List;

/**
 * What the topics hold against what went in; all of it counted by id.
 *
 * @param images that were fed
 * @param lost embeddings, scores, labelled pairs, dead letters and pairs in loss windows (these
 *     where exactly once is promised) that are missing
 * @param doubled those that are there more than once
 * @param outOfOrder embeddings of a key, or scores and labelled pairs of a pair, that overtook an
 *     earlier one
 * @param mixed vectors that are not those of their image and checkpoint, and scores whose two sides
 *     were not made by the checkpoint that they name
 * @param details what is wrong in words, a few of each kind
 */
record Verdict(
    int images, long lost, long doubled, long outOfOrder, long mixed, List<String> details) {}
