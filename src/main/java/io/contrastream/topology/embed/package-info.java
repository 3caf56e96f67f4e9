/**
 * The first step of the topology: images are checked, and embedded by the batch. It knows encoders
 * by their contract in {@link io.contrastream.encoding} only. Stream threads run it.
 */
package io.contrastream.topology.embed;
