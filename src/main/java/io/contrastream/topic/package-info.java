/**
 * The topics: their names, serdes and configuration, clients to create and inspect them, and {@link
 * io.contrastream.topic.TopicReader}, which every reader of committed records uses.
 *
 * <p>Values are Avro in Confluent's wire format, so that any client of that family can read and
 * write them. The client of the registry is in {@link io.contrastream.topic.registry}. Two kinds of
 * errors are kept apart: a {@link io.contrastream.topic.registry.BadRecordException} is the
 * record's fault, which may become a dead letter; a {@link
 * io.contrastream.topic.registry.RegistryException} is not, and no record may be dropped because of
 * it.
 */
package io.contrastream.topic;
