/**
 * The last step of the topology: losses and embeddings are summed by checkpoint and window, first
 * within a task and then over all tasks, and reported once a window is over. Parts of windows go
 * through a repartition topic and stores with changelogs, so their format ({@link
 * io.contrastream.topology.loss.LossPartSerde}) must stay readable by later releases. Stream
 * threads run it.
 */
package io.contrastream.topology.loss;
