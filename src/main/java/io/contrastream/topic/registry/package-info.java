/**
 * The client of the schema registry, with Confluent's REST API and setting names; {@link
 * io.contrastream.topic.registry.SchemaRegistry} is the entry. Confluent's own client is not on
 * Maven Central. Kafka's classes read TLS stores and JAAS options, so those settings have the forms
 * known from Kafka clients.
 */
package io.contrastream.topic.registry;
