/**
 * The contract of encoders and of the model that they make together, free of DJL, which is all that
 * the topology and the processes know of them. A {@link io.contrastream.encoding.ModelSlot} lends
 * the active model to several threads and swaps it.
 */
package io.contrastream.encoding;
