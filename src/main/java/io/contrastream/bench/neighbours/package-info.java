/** Measures recall and speed of the index of nearest neighbours against an exact search. */
package io.contrastream.bench.neighbours;
