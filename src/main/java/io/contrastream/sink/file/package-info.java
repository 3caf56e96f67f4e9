/** Sinks that write files: JSON lines and Parquet. */
package io.contrastream.sink.file;
