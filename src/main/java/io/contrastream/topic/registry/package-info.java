/**
 * The client of the schema registry, with Confluent's REST API and setting names.
 *
 * <p>Confluent's own client is not on Maven Central, and the few requests needed here do not
 * justify an artifact of 23 MB that bundles it. {@link
 * io.contrastream.topic.registry.SchemaRegistry} is the entry; any thread may call it. Kafka's
 * classes read TLS stores and JAAS options, so those settings have the forms known from Kafka
 * clients.
 */
package io.contrastream.topic.registry;
