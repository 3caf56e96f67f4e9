/** The input type {@link io.contrastream.sound.Sound}, its readers and generators. */
package io.contrastream.sound;
