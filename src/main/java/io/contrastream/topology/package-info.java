/**
 * The Kafka Streams topology, from images to embeddings, scores and losses. {@link
 * io.contrastream.topology.EmbeddingTopology} is the map of it.
 *
 * <p>It knows the model only as {@link io.contrastream.encoding.Embedder}s on loan: which
 * checkpoint is active is decided elsewhere, and may change between any two batches.
 */
package io.contrastream.topology;
