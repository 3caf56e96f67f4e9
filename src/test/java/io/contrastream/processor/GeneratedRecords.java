package io.contrastream.processor;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.contrastream.image.Digit;
import io.contrastream.schema.DigitImage;
import io.contrastream.schema.ImageRole;
import io.contrastream.topic.Topic;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * Records at random over everything that a record carries: key, value, headers, timestamp, size and
 * compression, each valid or not.
 */
final class GeneratedRecords {
  private static final int LARGE_ONE_IN = 500;
  private static final int MEDIUM_ONE_IN = 50;

  /**
   * @param imageId null if the record must become a dead letter
   */
  record Generated(
      byte[] key,
      byte[] value,
      List<Header> headers,
      Long timestamp,
      String compression,
      String imageId) {}

  /** A value, and whether it can be embedded under a given key. */
  private record Value(byte[] bytes, boolean valid, String pairId) {}

  private final Random random;
  private final Topic<String, DigitImage> images;
  private final int foreignSchemaId;
  private final boolean keyed;
  private int number;

  /**
   * @param keyed whether records without a key must become dead letters
   */
  GeneratedRecords(
      long seed, Topic<String, DigitImage> images, int foreignSchemaId, boolean keyed) {
    this.keyed = keyed;
    this.random = new Random(seed);
    this.images = images;
    this.foreignSchemaId = foreignSchemaId;
  }

  Generated next() {
    String id = "image-" + number++;
    Value value = value(id);
    byte[] key = key(id, value.pairId());
    List<Header> headers = headers();
    boolean bare = value.valid() && oneIn(20);
    if (bare) {
      headers.add(new RecordHeader("__value_schema_id", Arrays.copyOf(value.bytes(), 5)));
    } else if (oneIn(50)) {
      headers.add(new RecordHeader("__value_schema_id", new byte[] {1, 2, 3}));
      value = new Value(value.bytes(), false, value.pairId());
    }
    byte[] bytes =
        bare ? Arrays.copyOfRange(value.bytes(), 5, value.bytes().length) : value.bytes();
    boolean valid = value.valid() && accepts(key, value.pairId());
    return new Generated(key, bytes, headers, timestamp(), compression(), valid ? id : null);
  }

  private boolean accepts(byte[] key, String pairId) {
    if (key == null && keyed) {
      return false;
    }
    if (pairId != null) {
      return key != null && Arrays.equals(key, pairId.getBytes(UTF_8));
    }
    return key == null || (key.length <= 1024 && (key.length == 0 || key[0] != (byte) 0xff));
  }

  private byte[] key(String id, String pairId) {
    return switch (random.nextInt(12)) {
      case 0 -> null;
      case 1 -> new byte[0];
      case 2 -> ByteBuffer.allocate(16).putLong(-1).putLong(random.nextLong()).array();
      case 3 -> "k".repeat(1024).getBytes(UTF_8);
      case 4 -> "k".repeat(oneIn(MEDIUM_ONE_IN) ? 700_000 : 1025).getBytes(UTF_8);
      case 5 -> "ключ-🔑".getBytes(UTF_8);
      default -> (pairId == null ? id : pairId).getBytes(UTF_8);
    };
  }

  private Value value(String id) {
    DigitImage.Builder image = image(id);
    return switch (random.nextInt(24)) {
      case 0 -> bad(null);
      case 1 -> bad(new byte[0]);
      case 2 -> bad("{\"imageId\": 7}".getBytes(UTF_8));
      case 3 -> bad(withSchema(random.nextInt(), bytes(image)));
      case 4 -> bad(withSchema(foreignSchemaId, bytes(image)));
      case 5 -> bad(Arrays.copyOf(bytes(image), 5 + random.nextInt(700)));
      case 6 -> bad(Arrays.copyOf(bytes(image), bytes(image).length + 1 + random.nextInt(9)));
      case 7 -> bad(oneIn(LARGE_ONE_IN / 24) ? new byte[20 << 20] : new byte[1 << 16]);
      case 8 -> bad(garbled(bytes(image)));
      case 9 -> bad(bytes(image.setPixels(ByteBuffer.allocate(random.nextInt(Digit.PIXELS)))));
      case 10 -> bad(bytes(image.setImageId("x".repeat(257))));
      case 11 -> bad(bytes(image.setLabel(Digit.CLASSES + random.nextInt(1000))));
      case 12 -> bad(bytes(image.setPairId("without-role")));
      case 13 -> bad(bytes(image.setRole(ImageRole.ANCHOR)));
      case 14, 15, 16 -> pair(image);
      default -> new Value(bytes(image.setLabel(random.nextInt(Digit.CLASSES))), true, null);
    };
  }

  private Value pair(DigitImage.Builder image) {
    String pairId = "pair-" + random.nextInt(100);
    image.setPairId(pairId);
    image.setRole(random.nextBoolean() ? ImageRole.ANCHOR : ImageRole.CONTRASTIVE);
    return new Value(bytes(image), true, pairId);
  }

  private static Value bad(byte[] bytes) {
    return new Value(bytes, false, null);
  }

  private DigitImage.Builder image(String id) {
    byte[] pixels = new byte[Digit.PIXELS];
    random.nextBytes(pixels);
    return DigitImage.newBuilder().setImageId(id).setPixels(ByteBuffer.wrap(pixels));
  }

  private byte[] bytes(DigitImage.Builder image) {
    return images.values().serializer().serialize(images.name(), image.build());
  }

  private static byte[] withSchema(int id, byte[] value) {
    return ByteBuffer.wrap(value).putInt(1, id).array();
  }

  /** Makes the id of the image bytes that are not UTF-8. */
  private static byte[] garbled(byte[] value) {
    value[6] = (byte) 0xff;
    return value;
  }

  private List<Header> headers() {
    List<Header> headers = new ArrayList<>();
    switch (random.nextInt(10)) {
      case 0 -> headers.add(new RecordHeader("", null));
      case 1 -> headers.add(new RecordHeader("__streams.errors.message", new byte[] {-1, 0}));
      case 2 -> headers.add(new RecordHeader("large", new byte[oneIn(5) ? 900_000 : 10_000]));
      case 3 -> headers.add(new RecordHeader("traceparent", new byte[1000]));
      case 4 -> {
        for (int i = 0; i < 200; i++) {
          headers.add(new RecordHeader("ключ-" + i, "значение".getBytes(UTF_8)));
        }
      }
      default -> {
        // none, as usual
      }
    }
    return headers;
  }

  private Long timestamp() {
    long nowMs = System.currentTimeMillis();
    return switch (random.nextInt(12)) {
      case 0 -> 0L;
      case 1 -> nowMs * 1000;
      case 2 -> nowMs * 1_000_000;
      case 3 -> Long.MAX_VALUE;
      case 4 -> nowMs / 1000;
      case 5 -> nowMs + 7_200_000;
      case 6 -> nowMs + 20_000;
      case 7 -> nowMs - 1_000_000_000L;
      default -> null;
    };
  }

  private String compression() {
    return List.of("none", "gzip", "lz4", "zstd", "snappy").get(random.nextInt(5));
  }

  private boolean oneIn(int n) {
    return random.nextInt(n) == 0;
  }
}
