package io.contrastream.processor.swap;

/**
 * An announced checkpoint that the processor did not swap to.
 *
 * @param generation generation of the announcement
 * @param checkpointId the announced checkpoint
 * @param reason a sentence shown to users
 * @param atMs time of the refusal, in milliseconds since 1970 UTC
 */
public record Refusal(long generation, String checkpointId, String reason, long atMs) {}
