/**
 * Draws pictures as PNG files: contact sheets of pairs and line charts. Text is drawn with a bitmap
 * font of its own, because servers and slim containers have no fonts.
 */
package io.contrastream.picture;
