/**
 * Nearest neighbours among recent embeddings, by cosine similarity. The index lives in memory and
 * holds embeddings of one checkpoint; after a swap the next one fills up beside it. One thread
 * adds, any may search.
 */
package io.contrastream.neighbours;
