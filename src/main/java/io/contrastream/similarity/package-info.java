/**
 * Arithmetic on embeddings in plain Java: cosine similarity, the target and loss of a pair, and the
 * sums behind the loss windows. It uses neither Kafka nor libtorch, so the topology, evaluations
 * and tests get the same numbers. Threads: any may call the static methods; mutable sums belong to
 * one.
 */
package io.contrastream.similarity;
