/**
 * The tools that all benchmarks share: processor time, end offsets, throughput, latency, load. The
 * benchmarks themselves live in subpackages, named after what they measure; none imports another,
 * except that {@code pipeline} reuses the load of {@code embed}. No production code depends on this
 * package. Measuring uses the same cores as what is measured, so benchmarks read offsets instead of
 * records wherever that is enough.
 */
package io.contrastream.bench;
