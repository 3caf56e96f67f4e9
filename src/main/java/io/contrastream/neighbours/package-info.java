/**
 * Nearest neighbours among embeddings, by cosine similarity: exact, in memory, and by space. {@link
 * io.contrastream.neighbours.NeighbourIndex} holds one space; {@link
 * io.contrastream.neighbours.Neighbours} lets the next one fill up beside it.
 *
 * <p>The vectors of a trained network lie close together by what they show, and nearly coincide
 * there, which is why an index can be both exact and fast: they are divided into balls of at most
 * some thousand, and a search leaves out each ball that can't contain a nearer vector. Adding,
 * replacing and deleting touch one ball, filters are a test of each vector, and saving is writing
 * arrays.
 *
 * <p>It replaced jvector's graph (HNSW), measured at 500,000 drawn digits and a trained checkpoint
 * on two cores: 83 s to fill, 1.2 KB for each vector, recall of ten 0.982, a median query of 2.1
 * ms, no deletion from a connected graph; here 6 s, 0.4 KB, recall 1, 0.7 ms. Vectors without any
 * structure are searched one by one: then a million takes tens of milliseconds.
 */
package io.contrastream.neighbours;
