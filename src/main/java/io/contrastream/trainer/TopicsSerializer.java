package io.contrastream.trainer;

import io.contrastream.topic.Topic;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.serialization.Serializer;

/** Serializes the values of several topics, each with its topic's own serializer. */
final class TopicsSerializer implements Serializer<Object> {
  private final Map<String, Serializer<?>> byTopic = new HashMap<>();

  TopicsSerializer(Topic<?, ?>... topics) {
    for (Topic<?, ?> topic : topics) {
      byTopic.put(topic.name(), topic.values().serializer());
    }
  }

  @Override
  @SuppressWarnings("unchecked") // records of a topic have that topic's value type
  public byte[] serialize(String topic, Object value) {
    return ((Serializer<Object>) byTopic.get(topic)).serialize(topic, value);
  }
}
