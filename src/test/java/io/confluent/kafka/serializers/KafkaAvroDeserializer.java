package io.confluent.kafka.serializers;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Stands in for Confluent's deserializer, which is not on Maven Central, so that the documented
 * program runs: reads what it writes by its public format, as generic records.
 */
public final class KafkaAvroDeserializer implements Deserializer<Object> {
  private final Map<Integer, Schema> schemas = new HashMap<>();
  private String registryUrl;

  @Override
  public void configure(Map<String, ?> settings, boolean isKey) {
    registryUrl = settings.get("schema.registry.url").toString();
  }

  @Override
  public Object deserialize(String topic, byte[] value) {
    ByteBuffer header = ByteBuffer.wrap(value);
    if (header.get() != 0) {
      throw new IllegalArgumentException("Not in the registry's wire format");
    }
    Schema schema = schemas.computeIfAbsent(header.getInt(), this::schema);
    try {
      return new GenericDatumReader<>(schema)
          .read(
              null,
              DecoderFactory.get()
                  .binaryDecoder(value, header.position(), header.remaining(), null));
    } catch (IOException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private Schema schema(int id) {
    try (InputStream answer = URI.create(registryUrl + "/schemas/ids/" + id).toURL().openStream()) {
      return new Schema.Parser().parse(new ObjectMapper().readTree(answer).get("schema").asText());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
