package io.contrastream.topology.embed;

/**
 * What the candidate in the shadow makes of an input.
 *
 * @param vector float32; shared, not copied: nobody writes to it
 */
public record ShadowVector(String candidateId, float[] vector) {}
