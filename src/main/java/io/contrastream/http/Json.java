package io.contrastream.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;

/** Writes responses and parses request bodies. */
public final class Json {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private Json() {}

  public static void answer(Context context, Object body) {
    context.contentType("application/json").result(write(body));
  }

  public static String write(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Can't write %s as JSON".formatted(value.getClass()), e);
    }
  }

  /** Throws a response that says what is wrong, unless the body is a JSON object. */
  public static JsonNode parseObject(String body) {
    try {
      JsonNode node = MAPPER.readTree(body);
      if (node != null && node.isObject()) {
        return node;
      }
      throw new BadRequestResponse("The body must be a JSON object");
    } catch (StreamConstraintsException e) {
      throw new BadRequestResponse("The body is nested too deep, or a value in it is too long");
    } catch (JsonProcessingException e) {
      throw new BadRequestResponse(
          "The body is not JSON: see line %d, column %d"
              .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr()));
    }
  }
}
