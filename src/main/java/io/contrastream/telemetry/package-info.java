/**
 * What is measured, for Prometheus: one list of our own meters, Kafka's beside them, and whether
 * the process is well. Knows numbers and suppliers only; the runtime says where they come from.
 */
package io.contrastream.telemetry;
