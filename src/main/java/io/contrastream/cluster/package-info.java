/**
 * A Kafka broker and a schema registry on this machine, for the demo, development and tests. The
 * broker runs in this process, which starts fastest; the registry is a child process, because its
 * dependencies conflict with ours, and ends with this process.
 */
package io.contrastream.cluster;
