/** Measures training steps, from stored pixels to updated weights. */
package io.contrastream.bench.train;
