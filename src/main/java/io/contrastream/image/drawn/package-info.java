/**
 * Generates handwritten digits: a style of writing a digit ({@code Styles}), distorted by a hand,
 * inked by a pen and scanned like MNIST. Uses Java2D, but neither fonts nor a display. Everything
 * but {@link io.contrastream.image.drawn.DrawnDigits} serves a single digit and a single thread.
 */
package io.contrastream.image.drawn;
