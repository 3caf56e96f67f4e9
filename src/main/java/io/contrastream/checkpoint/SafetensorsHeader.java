package io.contrastream.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The JSON at the head of a safetensors file: places of tensors, in the file's order, and the map
 * {@code __metadata__}.
 */
record SafetensorsHeader(Map<String, Entry> tensors, Map<String, String> metadata) {

  /** The place of a tensor: bytes {@code begin} to {@code end} (exclusive) after the header. */
  record Entry(StoredType type, long[] shape, long begin, long end) {
    long convertedBytes() {
      return (end - begin) / type.bytes * type.target().bytes;
    }
  }

  static final String METADATA = "__metadata__";

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** Returns the header of tensors that follow one another. */
  static SafetensorsHeader of(Map<String, Tensor> tensors, Map<String, String> metadata) {
    Map<String, Entry> entries = new LinkedHashMap<>();
    long begin = 0;
    for (var named : tensors.entrySet()) {
      Tensor tensor = named.getValue();
      long end = begin + tensor.data().remaining();
      entries.put(
          named.getKey(), new Entry(StoredType.of(tensor.type()), tensor.shape(), begin, end));
      begin = end;
    }
    return new SafetensorsHeader(entries, metadata);
  }

  /** Returns the JSON in UTF-8, not padded. */
  byte[] toJson() {
    ObjectNode root = JSON.createObjectNode();
    ObjectNode facts = root.putObject(METADATA);
    metadata.forEach(facts::put);
    tensors.forEach(
        (name, entry) -> {
          ObjectNode node = root.putObject(name);
          node.put("dtype", entry.type().name());
          Arrays.stream(entry.shape()).forEach(node.putArray("shape")::add);
          node.putArray("data_offsets").add(entry.begin()).add(entry.end());
        });
    return root.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Says which types are converted; empty if none is. */
  List<String> conversions() {
    return tensors.values().stream()
        .map(Entry::type)
        .distinct()
        .filter(StoredType::isConverted)
        .map(StoredType::conversion)
        .toList();
  }

  /**
   * @throws CheckpointException if the JSON, a name, a type, a shape or an offset is wrong
   */
  static SafetensorsHeader parse(ByteBuffer json, String origin) {
    return new Reader(origin).read(json);
  }

  /** Reads the header of the file {@code origin}. */
  private record Reader(String origin) {

    SafetensorsHeader read(ByteBuffer json) {
      JsonNode root = tree(json);
      require(root.isObject(), "its header is not a JSON object");
      Map<String, Entry> tensors = new LinkedHashMap<>();
      Map<String, String> metadata = new LinkedHashMap<>();
      root.properties()
          .forEach(
              field -> {
                if (field.getKey().equals(METADATA)) {
                  metadata.putAll(metadata(field.getValue()));
                } else {
                  tensors.put(field.getKey(), entry(field.getKey(), field.getValue()));
                }
              });
      return new SafetensorsHeader(tensors, metadata);
    }

    private JsonNode tree(ByteBuffer json) {
      try {
        String text = StandardCharsets.UTF_8.newDecoder().decode(json).toString();
        require(text.startsWith("{"), "its header does not start with a brace");
        return JSON.readTree(text);
      } catch (CharacterCodingException e) {
        throw new CheckpointException(origin + ": its header is not UTF-8", e);
      } catch (JsonProcessingException e) {
        String problem = e.getOriginalMessage().lines().findFirst().orElse("");
        throw new CheckpointException(origin + ": its header is not valid JSON: " + problem, e);
      }
    }

    private Map<String, String> metadata(JsonNode node) {
      require(node.isObject(), METADATA + " is not a map of texts");
      Map<String, String> metadata = new LinkedHashMap<>();
      for (var field : node.properties()) {
        String name = "metadata " + CheckpointException.quoted(field.getKey());
        require(field.getValue().isTextual(), name + " is not a text");
        metadata.put(field.getKey(), field.getValue().textValue());
      }
      return metadata;
    }

    private Entry entry(String name, JsonNode node) {
      String tensor = "tensor " + CheckpointException.quoted(name);
      StoredType type = type(tensor, node.path("dtype").asText());
      long[] shape = wholeNumbers(tensor + ", shape", node.path("shape"));
      long[] offsets = wholeNumbers(tensor + ", data_offsets", node.path("data_offsets"));
      require(
          offsets.length == 2 && offsets[0] <= offsets[1],
          tensor + ": data_offsets must be its begin and its end");
      long size = offsets[1] - offsets[0];
      require(
          size == bytes(tensor, type, shape),
          "%s: %s of shape %s does not fill its %d bytes"
              .formatted(tensor, type, Arrays.toString(shape), size));
      return new Entry(type, shape, offsets[0], offsets[1]);
    }

    private StoredType type(String tensor, String dtype) {
      return StoredType.ofDtype(dtype)
          .orElseThrow(
              () ->
                  new CheckpointException(
                      "%s: %s has dtype %s, which is not supported: save it as float32"
                          .formatted(origin, tensor, CheckpointException.quoted(dtype))));
    }

    private long[] wholeNumbers(String what, JsonNode node) {
      require(node.isArray(), what + " is not a list");
      long[] numbers = new long[node.size()];
      for (int i = 0; i < numbers.length; i++) {
        JsonNode number = node.get(i);
        numbers[i] = number.asLong();
        require(
            number.isIntegralNumber() && number.canConvertToLong() && numbers[i] >= 0,
            what + " holds something other than whole numbers from 0");
      }
      return numbers;
    }

    private long bytes(String tensor, StoredType type, long[] shape) {
      try {
        return Arrays.stream(shape).reduce(type.bytes, Math::multiplyExact);
      } catch (ArithmeticException e) {
        throw new CheckpointException(origin + ": " + tensor + " has a shape that is too large", e);
      }
    }

    private void require(boolean condition, String fault) {
      if (!condition) {
        throw new CheckpointException(
            origin + ": " + fault + "; the file is damaged or not safetensors");
      }
    }
  }
}
