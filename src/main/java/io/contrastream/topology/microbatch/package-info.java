/**
 * Micro-batching inside Kafka Streams, for any function that is cheaper by the batch. It knows
 * nothing of digits.
 *
 * <p>Kafka Streams hands over one record at a time; a batch waits in memory. It is processed when
 * it is full or overdue, and always before the offsets of its records are committed ({@link
 * io.contrastream.topology.streams.DrainOnCommit}), so no record is lost. Stream threads run it.
 */
package io.contrastream.topology.microbatch;
