/**
 * The input type {@link io.contrastream.image.Digit}, sources of digits, and the pairs that
 * contrastive learning uses.
 *
 * <p>This package and its subpackages depend on nothing else of the project except {@code config}.
 * Sources that need another library are passed to {@link
 * io.contrastream.image.source.DigitSources#open(String, long, java.util.Map)} by the code that has
 * it. Sources are safe for use by several threads.
 */
package io.contrastream.image;
