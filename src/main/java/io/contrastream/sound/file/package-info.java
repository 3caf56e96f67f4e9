/** Reads and writes recordings as WAV files. */
package io.contrastream.sound.file;
