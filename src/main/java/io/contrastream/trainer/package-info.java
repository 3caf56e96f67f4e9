/**
 * The trainer process: reads labelled pairs, writes candidates and telemetry. The training itself
 * is a pure function of the sequence of pairs ({@link io.contrastream.training.OnlineTrainer});
 * {@link io.contrastream.trainer.PairFeed} makes that sequence the same in every run, and {@link
 * io.contrastream.trainer.TrainerLog} commits everything in one transaction. So a trainer that was
 * killed reaches the same weights. The exception is partitions without pairs for which others have
 * waited for {@code training.patience}: they are skipped, so the order depends on the arrival of
 * pairs until all of them are read.
 *
 * <p>One thread trains, another reads ahead.
 */
package io.contrastream.trainer;
