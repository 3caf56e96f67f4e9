/**
 * The topics: their names, serdes and configuration, clients to create and inspect them, and {@link
 * io.contrastream.topic.TopicReader}, which every reader of committed records uses. Values are Avro
 * in Confluent's wire format. A {@link io.contrastream.topic.registry.BadRecordException} is the
 * record's fault, which may become a dead letter; a {@link
 * io.contrastream.topic.registry.RegistryException} is not, and no record may be dropped because of
 * it.
 */
package io.contrastream.topic;
