/** The commands that copy the embeddings into other stores. */
package io.contrastream.cli.sink;
