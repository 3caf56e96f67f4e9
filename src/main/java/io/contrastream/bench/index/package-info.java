/** Measures recall and speed of the index against an exact search. */
package io.contrastream.bench.index;
