/**
 * Readers of files with digits: MNIST's idx, CSV and PNG. They read whole files into a {@link
 * io.contrastream.image.DigitSet} and report faults as {@link
 * io.contrastream.source.SourceException} with the file and the place in it.
 */
package io.contrastream.image.file;
