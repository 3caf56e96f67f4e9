package io.contrastream.index;

import io.contrastream.sink.SinkCounts;

/**
 * What an index has done since its start.
 *
 * @param rows embeddings indexed
 * @param leftOut embeddings of a space that is not indexed
 * @param tombstones keys whose embeddings were to be deleted
 * @param skipped records that cannot be decoded or indexed
 * @param lag records between the position and the end of the topic, with marks of transactions
 */
public record IndexCounts(long rows, long leftOut, long tombstones, long skipped, long lag) {

  static IndexCounts of(SinkCounts read, long leftOut) {
    return new IndexCounts(
        read.rows() - leftOut, leftOut, read.tombstones(), read.skipped(), read.lag());
  }
}
