/**
 * The sink of a PostgreSQL database with the extension pgvector. {@link
 * io.contrastream.sink.pgvector.PgvectorStore} writes rows and positions in one transaction; a
 * table holds each space, and the view {@code embeddings} shows one of them, which {@link
 * io.contrastream.sink.SpaceChoice} names.
 */
package io.contrastream.sink.pgvector;
