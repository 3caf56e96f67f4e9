package io.contrastream.topic;

import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** A topic's name with the serdes of its records. */
public record Topic<K, V>(String name, Serde<K> keys, Serde<V> values) {

  /** Returns a topic whose keys and values are plain bytes. */
  public static Topic<byte[], byte[]> ofBytes(String name) {
    return new Topic<>(name, Serdes.ByteArray(), Serdes.ByteArray());
  }

  /** Returns the same topic with its values as bytes, for readers that decode them themselves. */
  public Topic<K, byte[]> withRawValues() {
    return new Topic<>(name, keys, Serdes.ByteArray());
  }
}
