/**
 * Checkpoints: what they hold, and how they are stored.
 *
 * <p>A {@link io.contrastream.checkpoint.Checkpoint} is the tensors of a network with the names of
 * PyTorch's state_dict, and free metadata. Its identity follows from the tensors alone. {@link
 * io.contrastream.checkpoint.Architecture} lists a network's layers. {@link
 * io.contrastream.checkpoint.Safetensors} is the format of files and of the topic. No input is
 * trusted: sizes are bounded before memory is allocated, nothing in a file is run, and a fault is
 * one sentence in a {@link io.contrastream.checkpoint.CheckpointException}. The package needs no
 * engine, so tools and tests can read weights without one.
 */
package io.contrastream.checkpoint;
