/** Measures the embedder alone, by forward path, number of threads and batch size. */
package io.contrastream.bench.embed;
