/**
 * Embeds inputs again in a new space, beside the live stream. Stands beside the processor, whose
 * checkpoints it uses; nothing but the commands imports it.
 */
package io.contrastream.reembed;
