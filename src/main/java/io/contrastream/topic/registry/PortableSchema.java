package io.contrastream.topic.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.avro.Schema;

/**
 * Removes the Java-only property {@code avro.java.string}, with which the registry would assign a
 * different id than to the same schema in {@code schemas/}.
 */
final class PortableSchema {
  private static final ObjectMapper JSON = new ObjectMapper();

  private PortableSchema() {}

  static Schema of(Schema schema) {
    try {
      JsonNode tree = JSON.readTree(schema.toString());
      strip(tree);
      return new Schema.Parser().parse(tree.toString());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Avro produced a schema that is not JSON: " + schema, e);
    }
  }

  private static void strip(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object.remove("avro.java.string");
    }
    node.forEach(PortableSchema::strip);
  }
}
