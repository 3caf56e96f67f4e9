/**
 * The tools that all benchmarks share; the benchmarks are in subpackages named after what they
 * measure, none of which imports another, except that {@code pipeline} reuses the load of {@code
 * embed}. Measuring takes CPU time from what is measured: read offsets instead of records if you
 * can.
 */
package io.contrastream.bench;
