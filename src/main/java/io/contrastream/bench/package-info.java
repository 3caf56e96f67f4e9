/**
 * Measures how fast this machine embeds: the embedder alone ({@link
 * io.contrastream.bench.EmbedBench}), and the whole way from topic to topic next to it in the same
 * run ({@link io.contrastream.bench.PipelineBench}); what swaps of checkpoints cost there ({@link
 * io.contrastream.bench.SwapBench}); how fast it trains ({@link io.contrastream.bench.TrainBench});
 * and how well and how fast the dashboard finds nearest neighbours ({@link
 * io.contrastream.bench.NeighbourBench}). A package of its own, because nothing that runs in
 * production needs it. Measuring costs processor time on the very cores that are measured, so it
 * looks at offsets instead of records wherever that is enough.
 */
package io.contrastream.bench;
