/**
 * The second step of the topology: the inputs of a pair are joined by pair id and scored. What
 * waits for its partner lives in a store with a changelog, so its format ({@link
 * io.contrastream.topology.join.WaitingPairSerde}) must stay readable by later releases. Stream
 * threads run it.
 */
package io.contrastream.topology.join;
