/**
 * What two vectors say about a pair, in plain Java: cosine similarity, the contrastive loss and its
 * sums. No Kafka, no libtorch; every function gives the same result in the stream, in an evaluation
 * and in a test.
 */
package io.contrastream.similarity;
