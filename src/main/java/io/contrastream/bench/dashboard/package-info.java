/** Measures what a dashboard with a viewer costs a stream processor under full load. */
package io.contrastream.bench.dashboard;
