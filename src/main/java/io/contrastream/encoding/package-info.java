/**
 * The contract of encoders, free of DJL and of digits: an {@link io.contrastream.encoding.Encoder}
 * embeds the inputs that its {@link io.contrastream.encoding.EncoderSpec} describes, and an {@link
 * io.contrastream.encoding.EncoderSlot} lends the active one to several threads and swaps it. The
 * topology and the processes know encoders by this package only.
 */
package io.contrastream.encoding;
