/**
 * Checkpoints: the tensors of a network with the names of PyTorch's state_dict, their files, and
 * their identity, which follows from the tensors alone. {@link
 * io.contrastream.checkpoint.Safetensors} is the format of files and of the topic. No input is
 * trusted: sizes are bounded before memory is allocated, nothing in a file is run, and a fault is
 * one sentence in a {@link io.contrastream.checkpoint.CheckpointException}. No engine is needed.
 */
package io.contrastream.checkpoint;
