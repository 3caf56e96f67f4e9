/**
 * The checkpoint topic as a model store: checkpoints, and announcements of which one is active.
 *
 * <p>The topic has one partition and each announcement a generation, so the state follows from the
 * log alone: {@link io.contrastream.topic.checkpoint.CheckpointHistory} works it out, and every
 * reader comes to the same result, whenever it starts and whatever compaction has removed. {@link
 * io.contrastream.topic.checkpoint.CheckpointReader} reads and {@link
 * io.contrastream.topic.checkpoint.CheckpointWriter} writes; a writer may stand within a Kafka
 * transaction of its caller. What lies in the topic is not trusted here nor checked: that is for
 * whoever loads the weights.
 */
package io.contrastream.topic.checkpoint;
