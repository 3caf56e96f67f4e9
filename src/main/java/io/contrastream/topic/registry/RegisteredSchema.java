package io.contrastream.topic.registry;

import org.apache.avro.Schema;

/**
 * A version of a subject.
 *
 * @param id the number that records carry
 * @param version counts from 1 within the subject
 */
public record RegisteredSchema(int id, int version, Schema schema) {}
