/**
 * What a checkpoint is and how it lies on disk.
 *
 * <p>A {@link io.contrastream.checkpoint.Checkpoint} is the tensors of a network under the names of
 * PyTorch's state_dict, with free metadata. Its identity follows from the tensors alone, so it can
 * never go stale. {@link io.contrastream.checkpoint.Safetensors} is the format at home (file and
 * topic). Everything read is taken for hostile: sizes are bounded before memory is given, nothing
 * in a file is ever run, and a fault is one sentence in a {@link
 * io.contrastream.checkpoint.CheckpointException}. The package knows no engine, so that tools and
 * tests can read weights without one.
 */
package io.contrastream.checkpoint;
