/**
 * Keeps a new checkpoint's vectors comparable with those of the one before, and measures whether
 * they are. Uses the training package, which does not know this one.
 */
package io.contrastream.training.space;
