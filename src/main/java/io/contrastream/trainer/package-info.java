/**
 * The trainer as a process: labelled pairs in, candidates and progress out.
 *
 * <p>The training itself is a pure function of the sequence of pairs ({@link
 * io.contrastream.training.OnlineTrainer}); what is left here is to make that sequence the same in
 * every run and to commit everything together. {@link io.contrastream.trainer.PairFeed} takes the
 * partitions in turns, one record each, so that the order depends on the topic's content and not on
 * which broker answered first. {@link io.contrastream.trainer.TrainerLog} writes state, offsets,
 * candidates and telemetry in one transaction. So whoever is killed anywhere starts again from the
 * last commit and comes to the same weights, and of two trainers of one name the earlier one is
 * fenced off before it can write.
 *
 * <p>One thing can change the order: a partition without pairs for so long as {@code
 * training.patience} lasts is passed over until it gives again, and when that is depends on when
 * its pairs came. Without it, one dry partition would stop all learning. The same weights are
 * promised where no partition runs dry for so long.
 */
package io.contrastream.trainer;
