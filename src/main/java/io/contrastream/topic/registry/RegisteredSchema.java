package io.contrastream.topic.registry;

import org.apache.avro.Schema;

/** A version, from 1, of a subject; records carry the id. */
public record RegisteredSchema(int id, int version, Schema schema) {}
