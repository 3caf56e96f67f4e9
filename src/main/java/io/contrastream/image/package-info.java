/**
 * Digits in: what an image is, the readers of files that hold digits (idx, csv, png), our own
 * generator of handwritten digits, the pairs that contrastive learning is fed with, and the
 * pictures that show them to a person. It imports nothing else of the project, so that every part
 * can name a source the same way; sources that need another library are handed to {@link
 * io.contrastream.image.source.DigitSources#open(String, long, java.util.Map)} by their owner.
 */
package io.contrastream.image;
