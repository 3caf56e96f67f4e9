package io.contrastream.topic;

import io.contrastream.topic.registry.BadRecordException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * The serde of keys, which are UTF-8 text. Kafka's own serde replaces other bytes without a word,
 * and outputs would come under another key than their input. Any thread may use it.
 */
public final class TextKeySerde implements Serde<String> {

  @Override
  public Serializer<String> serializer() {
    return new StringSerializer();
  }

  /** Returns a deserializer that throws {@link BadRecordException} if a key is not UTF-8. */
  @Override
  public Deserializer<String> deserializer() {
    return (topic, key) -> key == null ? null : decode(key);
  }

  private static String decode(byte[] key) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(key)).toString();
    } catch (CharacterCodingException e) {
      throw new BadRecordException(
          "The key is not UTF-8 text but %d other bytes; use a text as key, such as a UUID's 36"
                  .formatted(key.length)
              + " characters instead of its 16 bytes",
          e);
    }
  }
}
