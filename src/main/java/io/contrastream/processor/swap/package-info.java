/**
 * How a processor changes its model while it runs: it follows the checkpoint topic, loads and
 * checks the next checkpoint beside the active one, and swaps them in the slot that the stream
 * threads borrow from. A guard watches the loss under new checkpoints and announces the last proven
 * one again where it is worse; people do the same by hand.
 *
 * <ul>
 *   <li>Following: {@link io.contrastream.processor.swap.CheckpointFollower} works; {@link
 *       io.contrastream.processor.swap.CheckpointLoader} makes a model ready, which {@link
 *       io.contrastream.processor.swap.ProbeCheck} tries; {@link
 *       io.contrastream.processor.swap.CheckpointStatus} tells what is in use, and {@link
 *       io.contrastream.processor.swap.Refusal} what was not taken.
 *   <li>Going back: {@link io.contrastream.processor.swap.CheckpointGuard} reads the windows of the
 *       loss, and {@link io.contrastream.processor.swap.LossWatch} judges by them.
 *   <li>By hand: {@link io.contrastream.processor.swap.CheckpointAdmin} is the topic for the
 *       command line, and {@link io.contrastream.dashboard.CheckpointControl} for the dashboard.
 * </ul>
 */
package io.contrastream.processor.swap;
