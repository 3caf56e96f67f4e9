/**
 * Copies the embeddings topic into other stores. {@link io.contrastream.sink.SinkFeed} is the one
 * consumer of all of them: it reads committed records in batches, fills in their spaces, skips what
 * can't be used, and retries. A {@link io.contrastream.sink.Store} keeps what it gets together with
 * the positions in the topic, so that each record is stored exactly once; Kafka stores no offsets.
 * Another store is one class that implements it, and its settings.
 *
 * <p>Everything runs on one thread.
 */
package io.contrastream.sink;
