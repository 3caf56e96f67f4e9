/** Generates recordings of spoken digits by formant synthesis. */
package io.contrastream.sound.spoken;
