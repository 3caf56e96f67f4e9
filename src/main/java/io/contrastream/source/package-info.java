/**
 * What the inputs of all modalities share before they are records: sources by index, labels,
 * folders of files, slices and reproducible randomness.
 */
package io.contrastream.source;
