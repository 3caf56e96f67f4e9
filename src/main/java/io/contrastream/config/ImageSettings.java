package io.contrastream.config;

/**
 * How images are brought to the size that the encoder takes.
 *
 * @param fit what happens to images of another size
 */
public record ImageSettings(ImageFit fit) {}
