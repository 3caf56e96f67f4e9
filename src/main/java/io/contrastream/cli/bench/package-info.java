/** {@code contrastream bench}: options and output of the benchmarks. */
package io.contrastream.cli.bench;
