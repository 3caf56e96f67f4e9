/**
 * Opens sources of digits by a spec such as {@code idx:PATH[0:1000]}, and derives sources from
 * others: slices and altered digits.
 */
package io.contrastream.image.source;
