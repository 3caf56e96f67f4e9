/**
 * The encoders in DJL. {@link io.contrastream.network.ImageEncoders} loads a checkpoint as an
 * encoder: layer by layer as it was trained, or folded and fast, on a CPU or a GPU. {@link
 * io.contrastream.network.ContrastiveNetwork} is the network that is trained. {@link
 * io.contrastream.network.LibTorch} is the only access to the native library's settings. Only this
 * package and training depend on DJL; all others know {@link io.contrastream.encoding.Encoder}.
 */
package io.contrastream.network;
