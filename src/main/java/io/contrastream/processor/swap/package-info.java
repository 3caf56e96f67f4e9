/**
 * How a processor changes its model while it runs: it follows the checkpoint topic, loads and
 * checks the next checkpoint beside the active one, and swaps them in the slot that the stream
 * threads borrow from. A guard watches the loss under new checkpoints and announces the last proven
 * one again if the loss is worse; users can do the same.
 *
 * <ul>
 *   <li>{@link io.contrastream.processor.swap.LiveModel} is what the processor holds. {@link
 *       io.contrastream.processor.swap.CheckpointFollower} swaps, on a thread of its own: {@link
 *       io.contrastream.processor.swap.CheckpointLoader} loads a model and {@link
 *       io.contrastream.processor.swap.ProbeCheck} tries it; {@link
 *       io.contrastream.processor.swap.CheckpointStatus} reports the result.
 *   <li>{@link io.contrastream.processor.swap.CheckpointGuard} reads the loss windows, on a thread
 *       of its own, and {@link io.contrastream.processor.swap.LossWatch} judges by them.
 *   <li>{@link io.contrastream.processor.swap.CheckpointAdmin} acts on the topic for the command
 *       line, the dashboard and other tools.
 * </ul>
 */
package io.contrastream.processor.swap;
