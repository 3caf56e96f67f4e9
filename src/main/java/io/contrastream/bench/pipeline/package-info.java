/** Measures the stream processor from topic to topic, and the embedder alone in the same run. */
package io.contrastream.bench.pipeline;
