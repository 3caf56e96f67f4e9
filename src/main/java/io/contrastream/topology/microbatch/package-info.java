/**
 * Micro-batching inside Kafka Streams, for any function that is cheaper by the batch. It knows
 * nothing of digits.
 *
 * <p>Kafka Streams hands over one record at a time and commits when it likes: on its interval, when
 * another task asks, on revocation, on close. A batch kept in memory is lost if its offsets are
 * committed first. Every commit passes through {@code ProcessorStateManager.flushCache()} before it
 * reads the offsets, so a store without content that drains the batch there ({@link
 * io.contrastream.topology.microbatch.DrainOnCommit}) never loses a record. That hook is internal
 * to Kafka Streams; it is used in this package alone, pinned to one version, with a test that kills
 * the process as its guard.
 *
 * <p>At least once, a step that forgets what it has forwarded needs the opposite care: its outputs
 * must be safe before its state says so ({@link io.contrastream.topology.microbatch.OutputsFirst}).
 */
package io.contrastream.topology.microbatch;
