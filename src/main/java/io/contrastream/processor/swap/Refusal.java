package io.contrastream.processor.swap;

/**
 * An announced checkpoint that was not taken over.
 *
 * @param generation of the announcement
 * @param checkpointId that it names
 * @param reason one sentence for people
 * @param atMs when, milliseconds since 1970 UTC
 */
public record Refusal(long generation, String checkpointId, String reason, long atMs) {}
