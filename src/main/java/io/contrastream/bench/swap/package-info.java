/** Measures what swapping checkpoints under full load costs, and checks every output meanwhile. */
package io.contrastream.bench.swap;
