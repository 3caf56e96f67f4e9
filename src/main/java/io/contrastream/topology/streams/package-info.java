/**
 * Additions to Kafka Streams that know nothing of digits: a drain before each commit, outputs that
 * are safe before the state says so, and a clock that closes windows.
 *
 * <p>Kafka Streams commits when it likes: on its interval, when another task asks, on revocation,
 * on close. Records that a processor holds back are lost if their offsets are committed first.
 * Every commit passes through {@code ProcessorStateManager.flushCache()} before it reads the
 * offsets, and a {@link io.contrastream.topology.streams.DrainOnCommit} is drained there. That hook
 * and the others in this package are internal to Kafka Streams. They are used nowhere else and are
 * pinned to one version; a test that kills the process guards them.
 *
 * <p>Threads: each object belongs to one task, and only the stream thread that runs the task uses
 * it.
 */
package io.contrastream.topology.streams;
