package io.contrastream.sink;

/**
 * What a sink has done since its start.
 *
 * @param rows embeddings written
 * @param tombstones keys whose embeddings were to be deleted
 * @param skipped records that cannot be decoded or stored
 * @param lag records between the position and the end of the topic, with marks of transactions
 */
public record SinkCounts(long rows, long tombstones, long skipped, long lag) {}
