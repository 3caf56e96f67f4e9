/**
 * The Kafka Streams topology, from images to embeddings, scores and losses. {@link
 * io.contrastream.topology.EmbeddingTopology} ties the steps of the subpackages together: {@code
 * embed}, {@code join} and {@code loss}, in this order of imports, on top of {@code microbatch} and
 * {@code streams}.
 *
 * <p>It knows encoders by their contract in {@link io.contrastream.encoding} only. Which checkpoint
 * is active is decided elsewhere and may change between any two batches. Stream threads run it.
 */
package io.contrastream.topology;
