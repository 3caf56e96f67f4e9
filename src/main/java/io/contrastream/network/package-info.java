/**
 * The network in DJL and what embeds with it: {@link io.contrastream.network.ContrastiveNetwork} is
 * the network with PyTorch's names, {@link io.contrastream.network.LoadedModel} a checkpoint made
 * ready on one of two paths (layer by layer, or folded and fast), {@link
 * io.contrastream.encoding.ModelSlot} lends the active one out and swaps it. {@link
 * io.contrastream.network.LibTorch} is the only door to the native library's settings. Everybody
 * else sees {@link io.contrastream.encoding.Embedder} alone, so that nothing but this package and
 * training depends on DJL.
 */
package io.contrastream.network;
