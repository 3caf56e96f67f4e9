/**
 * The checkpoint topic as a model store: checkpoints, and announcements of which one is active.
 *
 * <p>The topic has a single partition and each announcement has a generation, so the state follows
 * from the records alone: {@link io.contrastream.topic.checkpoint.CheckpointHistory} derives it,
 * and every reader arrives at the same result, whenever it starts and whatever compaction has
 * removed. {@link io.contrastream.topic.checkpoint.CheckpointReader} reads and {@link
 * io.contrastream.topic.checkpoint.CheckpointWriter} writes, within a transaction of its caller if
 * there is one. The contents are neither trusted nor verified here; whoever loads the weights
 * verifies them.
 */
package io.contrastream.topic.checkpoint;
