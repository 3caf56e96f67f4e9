/**
 * The trainer process: reads labelled pairs, writes candidates and telemetry.
 *
 * <p>The training itself is a pure function of the sequence of pairs ({@link
 * io.contrastream.training.OnlineTrainer}). This package makes the sequence the same in every run
 * and commits everything together. {@link io.contrastream.trainer.PairFeed} takes one record from
 * each partition in turn, so that the order depends on the topic's content and not on which broker
 * answered first. {@link io.contrastream.trainer.TrainerLog} writes state, offsets, candidates and
 * telemetry in one transaction. So a trainer that was killed resumes from the last commit and
 * reaches the same weights, and of two trainers with the same name the earlier one is fenced off
 * before it can write.
 *
 * <p>One thing can change the order: a partition without pairs for {@code training.patience} is
 * skipped until it has pairs again, and when that is depends on when its pairs arrive. Otherwise,
 * one idle partition would stop the training. Resuming is exact only if no partition is idle for so
 * long.
 *
 * <p>One thread trains, another reads ahead.
 */
package io.contrastream.trainer;
