package io.contrastream.training;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Encodes and decodes the named parts of a trainer's saved state. */
final class StateParts {
  private StateParts() {}

  interface Writer {
    void write(DataOutputStream out) throws IOException;
  }

  interface Reader<T> {
    T read(DataInputStream in) throws IOException;
  }

  static byte[] write(Writer writer) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      writer.write(out);
    } catch (IOException e) {
      throw new IllegalStateException("Writing to memory failed", e);
    }
    return bytes.toByteArray();
  }

  /** Like the other {@code read}, but returns {@code defaultValue} if the part is missing. */
  static <T> T read(Map<String, byte[]> parts, String name, Reader<T> reader, T defaultValue) {
    return parts.containsKey(name) ? read(parts, name, reader) : defaultValue;
  }

  /**
   * Decodes a part.
   *
   * @throws TrainerStateException if the part is missing, too short, too long or invalid
   */
  static <T> T read(Map<String, byte[]> parts, String name, Reader<T> reader) {
    byte[] bytes = parts.get(name);
    if (bytes == null) {
      throw new TrainerStateException(name, "it is missing", null);
    }
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      T value = reader.read(in);
      if (in.available() > 0) {
        throw new TrainerStateException(name, "it has " + in.available() + " extra bytes", null);
      }
      return value;
    } catch (IOException | IllegalArgumentException e) {
      String reason = e.getMessage() == null ? "it is too short" : e.getMessage();
      throw new TrainerStateException(name, reason, e);
    }
  }

  static void writeFloats(float[] numbers, DataOutputStream out) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(numbers.length * Float.BYTES);
    bytes.asFloatBuffer().put(numbers);
    out.writeInt(numbers.length);
    out.write(bytes.array());
  }

  static float[] readFloats(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || (long) length * Float.BYTES > in.available()) {
      throw new IOException("it states " + length + " numbers but has fewer");
    }
    float[] numbers = new float[length];
    ByteBuffer.wrap(in.readNBytes(length * Float.BYTES)).asFloatBuffer().get(numbers);
    return numbers;
  }

  /** Returns the parts with {@code prefix/} added to their names. */
  static Map<String, byte[]> under(String prefix, Map<String, byte[]> parts) {
    Map<String, byte[]> named = new LinkedHashMap<>();
    parts.forEach((name, bytes) -> named.put(prefix + "/" + name, bytes));
    return named;
  }

  /** Returns the parts whose names start with {@code prefix/}, without the prefix. */
  static Map<String, byte[]> of(String prefix, Map<String, byte[]> parts) {
    String start = prefix + "/";
    return parts.entrySet().stream()
        .filter(part -> part.getKey().startsWith(start))
        .collect(
            Collectors.toMap(part -> part.getKey().substring(start.length()), Map.Entry::getValue));
  }
}
