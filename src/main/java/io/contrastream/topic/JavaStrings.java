package io.contrastream.topic;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.avro.Schema;

/**
 * Takes {@code avro.java.string} out of the schemas of generated classes. It concerns Java only;
 * with it, the registry would give our schema another id than the file in {@code schemas/}.
 */
public final class JavaStrings {
  private static final ObjectMapper JSON = new ObjectMapper();

  private JavaStrings() {}

  public static Schema removedFrom(Schema schema) {
    try {
      JsonNode tree = JSON.readTree(schema.toString());
      strip(tree);
      return new Schema.Parser().parse(tree.toString());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Avro wrote a schema that is not JSON: " + schema, e);
    }
  }

  private static void strip(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object.remove("avro.java.string");
    }
    node.forEach(JavaStrings::strip);
  }
}
