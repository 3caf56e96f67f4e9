/**
 * Metrics for Prometheus and health checks. A new metric is a constant in {@link
 * io.contrastream.telemetry.Metric} and a supplier in the process that measures it, such as {@code
 * ProcessorMeters}; nothing here knows the processes.
 */
package io.contrastream.telemetry;
