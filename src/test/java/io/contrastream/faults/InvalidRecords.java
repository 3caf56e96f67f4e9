package io.contrastream.faults;

import io.contrastream.image.Digit;
import io.contrastream.schema.DigitCaption;
import io.contrastream.schema.DigitImage;
import io.contrastream.schema.DigitSound;
import io.contrastream.schema.ImageEmbedding;
import io.contrastream.schema.ImageRole;
import io.contrastream.schema.Modality;
import io.contrastream.topic.AvroSerde;
import io.contrastream.topic.registry.SchemaRegistry;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Every kind of invalid record. */
final class InvalidRecords {

  /** A record; key and value may be null. */
  record InvalidRecord(Modality modality, byte[] key, byte[] value) {}

  private static final String KEY = "poison";

  /** Nearly the maximum of Kafka's default record size, 1 MiB. */
  private static final int LARGE = 1_048_000;

  private InvalidRecords() {}

  static List<InvalidRecord> all(Load load, int foreignSchemaId) {
    byte[] good = load.value(image().build());
    byte[] longer = Arrays.copyOf(good, good.length + 1);
    byte[] shorter = Arrays.copyOf(good, good.length - 1);
    byte[] garbage = good.clone();
    Arrays.fill(garbage, 5, garbage.length, (byte) 0xff);
    return List.of(
        record("not avro".getBytes(StandardCharsets.UTF_8)),
        record(new byte[0]),
        record(null),
        record(new byte[] {0, 0, 0}),
        record(withSchema(4711, good)),
        record(withSchema(foreignSchemaId, good)),
        record(longer),
        record(shorter),
        record(garbage),
        record(load, image().setHeight(32)),
        record(load, image().setPixels(ByteBuffer.allocate(100))),
        record(load, image().setPixels(ByteBuffer.allocate(LARGE))),
        record(load, image().setImageId(" ")),
        record(load, image().setLabel(Digit.CLASSES)),
        record(load, image().setRole(ImageRole.ANCHOR)),
        record(load, image().setPairId(KEY)),
        record(load, pair().setExamples(0)),
        record(load, pair().setExamples(Integer.MAX_VALUE)),
        record(load, pair().setPairId("another")),
        new InvalidRecord(Modality.IMAGE, null, load.value(pair().build())),
        new InvalidRecord(Modality.IMAGE, null, null));
  }

  /** Returns the kinds that captions and sounds add. */
  static List<InvalidRecord> ofCaptionsAndSounds(Load load) {
    byte[] notAvro = "not avro".getBytes(StandardCharsets.UTF_8);
    return List.of(
        new InvalidRecord(Modality.CAPTION, null, null),
        new InvalidRecord(Modality.CAPTION, null, notAvro),
        caption(load, "   "),
        caption(load, "x".repeat(257)),
        new InvalidRecord(Modality.SOUND, null, null),
        new InvalidRecord(Modality.SOUND, null, notAvro),
        sound(load, 8000, 0, 0),
        sound(load, 8000, 1001, 9000),
        sound(load, 8000, 1000, 0),
        sound(load, 8000, 1000, Short.MAX_VALUE),
        sound(load, 3999, 1000, 9000),
        sound(load, 48_001, 1000, 9000),
        sound(load, 8000, 2 * 4 * 8000 + 2, 9000));
  }

  private static InvalidRecord caption(Load load, String text) {
    DigitCaption caption = DigitCaption.newBuilder().setCaptionId(KEY).setText(text).build();
    return new InvalidRecord(Modality.CAPTION, load.key(KEY), load.value(caption));
  }

  private static InvalidRecord sound(Load load, int rate, int bytes, int sample) {
    ByteBuffer samples = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i + 1 < bytes; i += 2) {
      samples.putShort(i, (short) sample);
    }
    DigitSound sound =
        DigitSound.newBuilder().setSoundId(KEY).setSampleRate(rate).setSamples(samples).build();
    return new InvalidRecord(Modality.SOUND, load.key(KEY), load.value(sound));
  }

  static int idOfForeignSchema(SchemaRegistry registry, String embeddingsTopic) {
    return new AvroSerde<>(ImageEmbedding.class, embeddingsTopic, registry).schemaId();
  }

  private static DigitImage.Builder image() {
    return DigitImage.newBuilder().setImageId(KEY).setPixels(ByteBuffer.allocate(Digit.PIXELS));
  }

  private static DigitImage.Builder pair() {
    return image().setRole(ImageRole.ANCHOR).setPairId(KEY);
  }

  private static InvalidRecord record(Load load, DigitImage.Builder image) {
    return record(load.value(image.build()));
  }

  private static InvalidRecord record(byte[] value) {
    return new InvalidRecord(Modality.IMAGE, KEY.getBytes(StandardCharsets.UTF_8), value);
  }

  private static byte[] withSchema(int id, byte[] value) {
    byte[] other = value.clone();
    ByteBuffer.wrap(other).putInt(1, id);
    return other;
  }
}
