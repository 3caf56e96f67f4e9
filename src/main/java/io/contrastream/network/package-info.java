/**
 * The encoders in DJL, which only this package and training depend on. {@link
 * io.contrastream.network.ImageEncoders} loads a checkpoint as an encoder: layer by layer as it was
 * trained, or folded and fast, on a CPU or a GPU. {@link
 * io.contrastream.network.ContrastiveNetwork} is the network that is trained.
 */
package io.contrastream.network;
