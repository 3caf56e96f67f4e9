/**
 * Training and evaluation, pure functions of the pairs. {@link
 * io.contrastream.training.ContrastiveTrainer} takes one step on a batch, with the same numbers as
 * PyTorch; {@link io.contrastream.training.Fit} trains a new network on a source, {@link
 * io.contrastream.training.OnlineTrainer} trains on pairs as they arrive; {@link
 * io.contrastream.training.Evaluation} and {@link io.contrastream.training.Gate} measure.
 * Optimiser, learning rate and augmentation are plain Java. One thread trains.
 */
package io.contrastream.training;
