/**
 * The index of the whole topic of embeddings as a process of its own: {@link
 * io.contrastream.index.IndexProcess}. A sink's consumer reads the topic ({@link
 * io.contrastream.sink.SinkFeed}); its store is the indexes in memory and a folder with the same
 * content, so Kafka stores no offsets. Searches go to the index of one space, and to the other
 * instances, which have other partitions.
 *
 * <p>The folder has a snapshot of all, written anew once its journal of later changes is half as
 * large. It has the vectors and where each belongs, so loading a million is reading them; a search
 * structure that takes minutes to build would have to be saved with a consistency of its own.
 */
package io.contrastream.index;
