package io.contrastream.config;

/**
 * How embeddings leave the program: in the topic and in files.
 *
 * @param normalize whether they are scaled to length 1
 */
public record EmbeddingSettings(boolean normalize) {}
