/**
 * Training and evaluation. {@link io.contrastream.training.ContrastiveTrainer} takes one step on a
 * batch of pairs, with the same numbers as PyTorch. {@link io.contrastream.training.Fit} trains a
 * new network on a source for some epochs; {@link io.contrastream.training.OnlineTrainer} trains on
 * pairs as they arrive and can resume exactly. Both choose their {@link
 * io.contrastream.training.Loss} from one registry. {@link io.contrastream.training.Evaluation} and
 * {@link io.contrastream.training.Gate} measure embeddings.
 *
 * <p>The optimiser, the learning rate and the augmentation are plain Java: they are small, and
 * exactness against PyTorch matters more than generality. Nothing here is thread-safe unless it
 * says so; one thread trains.
 */
package io.contrastream.training;
