package io.contrastream.sink.pgvector;

/**
 * A space and its table.
 *
 * @param number in the order in which the sink met them
 * @param indexed whether the table has its index of vectors
 * @param active whether the view shows it
 */
record Space(int number, String id, int dimension, boolean indexed, boolean active) {

  /** The name has nothing in it that comes from outside. */
  String table() {
    return "embeddings_" + number;
  }
}
