/**
 * A Kafka broker and a schema registry on this machine, for the demo, development and tests. The
 * registry is a child process, because its dependencies conflict with ours; both end with this
 * process.
 */
package io.contrastream.cluster;
