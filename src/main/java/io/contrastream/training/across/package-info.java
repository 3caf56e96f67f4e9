/**
 * Trains the encoders of captions and sounds against the vectors of images, which stay as they are,
 * and measures search across modalities.
 */
package io.contrastream.training.across;
