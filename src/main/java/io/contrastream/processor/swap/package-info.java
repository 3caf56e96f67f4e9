/**
 * How a processor changes its model while it runs. On a thread of its own, {@link
 * io.contrastream.processor.swap.CheckpointFollower} follows the checkpoint topic, loads and checks
 * the next checkpoint beside the active one, and swaps them in the slot that the stream threads
 * borrow from. On another, {@link io.contrastream.processor.swap.CheckpointGuard} watches the loss
 * and announces the best proven checkpoint again if the loss is worse under newer ones. {@link
 * io.contrastream.processor.swap.CheckpointAdmin} acts on the topic for people and tools.
 */
package io.contrastream.processor.swap;
