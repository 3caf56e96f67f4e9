package io.contrastream.topology.join;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.contrastream.checkpoint.Networks;
import io.contrastream.image.Digit;
import io.contrastream.schema.DigitImage;
import io.contrastream.schema.ImageRole;
import io.contrastream.topology.embed.EmbeddedImage;
import io.contrastream.topology.join.WaitingPair.Image;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.avro.JsonProperties;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.message.BinaryMessageDecoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WaitingPairSerdeTest {
  /** Offset of an anchor in version 2: its length as an int, then its Avro bytes. */
  private static final int ANCHOR_AT = 1 + Long.BYTES + Integer.BYTES + 2;

  private final WaitingPairSerde serde = new WaitingPairSerde();

  @Test
  void shouldReadWhatItHasWritten() {
    byte[] bytes = serde.serializer().serialize("t", read(stored(2)));

    assertStored(read(bytes), 77);
    assertThat(bytes).isEqualTo(stored(2));
  }

  /** These versions wrote the files, which must stay readable. */
  @ParameterizedTest
  @CsvSource({"1, -1", "2, 77"})
  void shouldReadStateOfEarlierReleases(int version, long latestOffset) {
    assertStored(read(stored(version)), latestOffset);
  }

  @Test
  void shouldReadStoredImagesWhenTheirSchemaHasChanged() throws IOException {
    ByteBuffer state = ByteBuffer.wrap(stored(2)).position(ANCHOR_AT);
    byte[] image = new byte[state.getInt()];
    state.get(image);

    GenericRecord read =
        new BinaryMessageDecoder<GenericRecord>(
                GenericData.get(), schemaOfALaterRelease(), StoredSchemas.ofImages())
            .decode(image);

    assertThat(read.get("imageId")).hasToString("anchor");
    assertThat(read.get("source")).isNull();
  }

  @Test
  void shouldStoreTheSchemaThatItWrites() {
    long fingerprint = SchemaNormalization.parsingFingerprint64(DigitImage.getClassSchema());

    assertThat(StoredSchemas.ofImages().findByFingerprint(fingerprint))
        .as("DigitImage.avsc has changed: add it to src/main/resources/state and StoredSchemas")
        .isNotNull();
  }

  /** The settings document about 1.4 KB per waiting image, including the overhead of the store. */
  @Test
  void shouldTakeTheMemoryThatTheSettingsDocument() {
    String id = UUID.randomUUID().toString();
    DigitImage image = image(id, ImageRole.ANCHOR, 3, null);
    image.setPairId(id);
    WaitingPair pair =
        WaitingPair.EMPTY.withAnchor(
            new Image(
                new EmbeddedImage(
                    image, new float[Networks.IMAGE.spec().dimension()], "0123456789ab", 5),
                5),
            7);

    assertThat(serde.serializer().serialize("t", pair)).hasSizeBetween(1100, 1250);
  }

  @Test
  void shouldRefuseAVersionOfANewerRelease() {
    assertThatThrownBy(() -> read(new byte[] {3})).hasMessageContaining("version 3");
  }

  private static void assertStored(WaitingPair pair, long latestOffset) {
    assertThat(pair.latestOffset()).isEqualTo(latestOffset);
    assertThat(pair.matched()).isEqualTo(2);
    assertThat(pair.rescored()).isTrue();
    assertImage(pair.anchor(), image("anchor", ImageRole.ANCHOR, 3, 5), 1000);
    assertThat(pair.examples()).hasSize(1);
    assertImage(pair.examples().get(0), image("example", ImageRole.CONTRASTIVE, null, null), 1001);
  }

  private static void assertImage(Image image, DigitImage expected, long timestampMs) {
    float[] vector = new float[64];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = i / 64f;
    }
    assertThat(image.embedded().image()).isEqualTo(expected);
    assertThat(image.embedded().vector()).isEqualTo(vector);
    assertThat(image.embedded().checkpointId()).isEqualTo("0123456789ab");
    assertThat(image.embedded().embeddedAtMs()).isEqualTo(timestampMs + 5);
    assertThat(image.timestampMs()).isEqualTo(timestampMs);
  }

  private static DigitImage image(String id, ImageRole role, Integer label, Integer examples) {
    byte[] pixels = new byte[Digit.PIXELS];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) i;
    }
    return DigitImage.newBuilder()
        .setImageId(id)
        .setPairId("pair")
        .setRole(role)
        .setLabel(label)
        .setExamples(examples)
        .setPixels(ByteBuffer.wrap(pixels))
        .build();
  }

  private static Schema schemaOfALaterRelease() {
    Schema today = DigitImage.getClassSchema();
    List<Schema.Field> fields = new ArrayList<>();
    today.getFields().forEach(field -> fields.add(new Schema.Field(field, field.schema())));
    Schema text = Schema.createUnion(List.of(nullSchema(), Schema.create(Schema.Type.STRING)));
    fields.add(new Schema.Field("source", text, null, JsonProperties.NULL_VALUE));
    return Schema.createRecord(today.getName(), null, today.getNamespace(), false, fields);
  }

  private static Schema nullSchema() {
    return Schema.create(Schema.Type.NULL);
  }

  private WaitingPair read(byte[] bytes) {
    return serde.deserializer().deserialize("t", bytes);
  }

  private static byte[] stored(int version) {
    try {
      return Files.readAllBytes(
          Path.of("src/test/resources/state/waiting-pair-%d.bin".formatted(version)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
