/**
 * The stream processor as a process: {@link io.contrastream.processor.StreamProcessor} puts the
 * topology, its Kafka clients and the model together and runs them; the model is swapped by {@link
 * io.contrastream.processor.swap}, which this package depends on and not the reverse.
 */
package io.contrastream.processor;
