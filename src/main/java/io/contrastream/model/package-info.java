/**
 * The network in DJL and what embeds with it: {@link io.contrastream.model.ContrastiveNetwork} is
 * the network with PyTorch's names, {@link io.contrastream.model.LoadedModel} a checkpoint made
 * ready on one of two paths (layer by layer, or folded and fast), {@link
 * io.contrastream.model.ModelSlot} lends the active one out and swaps it. {@link
 * io.contrastream.model.LibTorch} is the only door to the native library's settings. Everybody else
 * sees {@link io.contrastream.model.Embedder} alone, so that nothing but this package and training
 * depends on DJL.
 */
package io.contrastream.model;
