package io.contrastream.dashboard;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.javalin.http.BadRequestResponse;

/** Records and maps as JSON, and back. */
final class Json {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private Json() {}

  static String text(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A value of our own can't be written as JSON", e);
    }
  }

  /**
   * @throws BadRequestResponse where it is not a JSON object
   */
  static JsonNode object(String text) {
    try {
      JsonNode node = MAPPER.readTree(text);
      if (node != null && node.isObject()) {
        return node;
      }
      throw new BadRequestResponse("The body must be a JSON object");
    } catch (StreamConstraintsException e) {
      throw new BadRequestResponse("The body is nested too deep, or a part of it is too long");
    } catch (JsonProcessingException e) {
      throw new BadRequestResponse(
          "The body is not JSON: see line %d, column %d"
              .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr()));
    }
  }
}
