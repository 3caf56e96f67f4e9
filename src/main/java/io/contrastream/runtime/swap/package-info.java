/**
 * How a processor changes its model while it runs: it follows the checkpoint topic, loads and
 * checks the next checkpoint beside the active one, and swaps them in the slot that the stream
 * threads borrow from. A guard watches the loss under a new checkpoint and announces the former one
 * again where it is worse; people do the same by hand through {@link
 * io.contrastream.runtime.swap.CheckpointStore}.
 */
package io.contrastream.runtime.swap;
