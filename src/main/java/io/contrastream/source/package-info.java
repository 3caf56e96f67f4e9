/**
 * What the inputs of all modalities share before they are records: sources by index, labels, slices
 * and reproducible randomness. Depends on nothing else of the project.
 */
package io.contrastream.source;
