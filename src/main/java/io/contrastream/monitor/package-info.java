/**
 * A live view of any cluster, with or without running processors: the broker's view of the
 * processors' consumer group, and the latest records of the topics. It talks to the broker and the
 * registry only, and joins no group. One thread calls.
 */
package io.contrastream.monitor;
