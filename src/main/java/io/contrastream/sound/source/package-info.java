/** Opens sources of recordings by a spec such as {@code wav:DIR[0:1000]}. */
package io.contrastream.sound.source;
