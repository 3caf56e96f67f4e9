package io.contrastream.topic.registry;

import org.apache.avro.Schema;

/**
 * One version of a subject.
 *
 * @param id as it stands in the records
 * @param version counts from 1 within the subject
 */
public record RegisteredSchema(int id, int version, Schema schema) {}
