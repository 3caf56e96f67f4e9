/**
 * The checkpoint topic as a model store: checkpoints, and announcements of which one is active. The
 * topic has a single partition and each announcement has a generation, so every reader arrives at
 * the same {@link io.contrastream.topic.checkpoint.CheckpointHistory}, whenever it starts and
 * whatever compaction has removed. The contents are not verified here; whoever loads the weights
 * verifies them.
 */
package io.contrastream.topic.checkpoint;
