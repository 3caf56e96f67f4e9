/**
 * The contract of encoders, free of DJL and of digits, which is all that the topology and the
 * processes know of them. An {@link io.contrastream.encoding.EncoderSlot} lends the active encoder
 * to several threads and swaps it.
 */
package io.contrastream.encoding;
