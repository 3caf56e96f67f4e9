package io.contrastream.topic;

import org.apache.kafka.common.serialization.Serde;

/** A topic's name with the serdes of its records. */
public record Topic<K, V>(String name, Serde<K> keys, Serde<V> values) {}
