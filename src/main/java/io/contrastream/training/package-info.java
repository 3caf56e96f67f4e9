/**
 * Learning and measuring: {@link io.contrastream.training.ContrastiveTrainer} moves a network's
 * weights by one batch of pairs, with PyTorch's own numbers, and knows no files; {@link
 * io.contrastream.training.Fit} runs it over a source for some epochs and keeps their checkpoints;
 * {@link io.contrastream.training.Evaluation} tells how good embeddings are. The optimiser, the
 * learning rate and the changes of images are plain Java, because they are small, and exactness
 * against PyTorch matters more than generality.
 */
package io.contrastream.training;
