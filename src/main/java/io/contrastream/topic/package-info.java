/**
 * The topics: what they are called, how their records look as bytes, and how they come into being.
 *
 * <p>Values are Avro in the wire format of Confluent's serializers, so that any client of that
 * family reads and writes our topics. The client of the registry is in {@link
 * io.contrastream.topic.registry}. Errors keep two culprits apart: {@link
 * io.contrastream.topic.BadRecordException} is the record's fault and may be dead-lettered; {@link
 * io.contrastream.topic.registry.RegistryException} is not, and no record may be given up for it.
 */
package io.contrastream.topic;
