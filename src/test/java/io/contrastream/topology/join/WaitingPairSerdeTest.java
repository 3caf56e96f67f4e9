package io.contrastream.topology.join;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.contrastream.checkpoint.Networks;
import io.contrastream.image.Digit;
import io.contrastream.schema.DigitCaption;
import io.contrastream.schema.DigitImage;
import io.contrastream.schema.DigitSound;
import io.contrastream.schema.ImageRole;
import io.contrastream.topic.InputRecord;
import io.contrastream.topology.embed.EmbeddedInput;
import io.contrastream.topology.embed.ShadowVector;
import io.contrastream.topology.join.WaitingPair.Input;
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
import org.junit.jupiter.params.provider.MethodSource;

class WaitingPairSerdeTest {
  /** Offset of an anchor in version 2: its length as an int, then its Avro bytes. */
  private static final int ANCHOR_AT = 1 + Long.BYTES + Integer.BYTES + 2;

  private final WaitingPairSerde serde = new WaitingPairSerde();

  @Test
  void shouldReadWhatItHasWritten() {
    byte[] bytes = serde.serializer().serialize("t", read(stored(2)));

    assertStored(read(bytes), 77);
    assertThat(serde.serializer().serialize("t", read(bytes))).isEqualTo(bytes);
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
                GenericData.get(), schemaOfALaterRelease(), StoredSchemas.all())
            .decode(image);

    assertThat(read.get("imageId")).hasToString("anchor");
    assertThat(read.get("source")).isNull();
  }

  @ParameterizedTest
  @MethodSource("schemas")
  void shouldStoreTheSchemaThatItWrites(Schema schema) {
    long fingerprint = SchemaNormalization.parsingFingerprint64(schema);

    assertThat(StoredSchemas.all().findByFingerprint(fingerprint))
        .as(
            "%s has changed: add it to src/main/resources/state and StoredSchemas",
            schema.getName())
        .isNotNull();
  }

  static List<Schema> schemas() {
    return List.of(
        DigitImage.getClassSchema(), DigitCaption.getClassSchema(), DigitSound.getClassSchema());
  }

  @Test
  void shouldReadAPairOfThreeModalities() {
    DigitCaption caption =
        DigitCaption.newBuilder().setCaptionId("c").setText("sieben").setExamples(3).build();
    DigitSound sound =
        DigitSound.newBuilder()
            .setSoundId("s")
            .setSampleRate(8000)
            .setSamples(ByteBuffer.wrap(new byte[] {1, 2, 3, 4}))
            .build();
    WaitingPair pair =
        WaitingPair.EMPTY
            .withAnchor(input(InputRecord.of(caption)), 7)
            .withExample(input(InputRecord.of(sound)), 8)
            .withExample(input(InputRecord.of(image("i", ImageRole.CONTRASTIVE, 3, null))), 9);

    for (byte[] bytes : List.of(stored(3), serde.serializer().serialize("t", pair))) {
      WaitingPair read = read(bytes);
      assertThat(read.anchor().embedded().input()).isEqualTo(InputRecord.of(caption));
      assertThat(read.examples())
          .extracting(each -> each.embedded().input())
          .isEqualTo(pair.examples().stream().map(each -> each.embedded().input()).toList());
      assertThat(read.offsets()).isEqualTo(new Offsets(9, 7, 8));
    }
  }

  @Test
  void shouldReadTheVectorsOfACandidateInTheShadow() {
    EmbeddedInput anchor = input(InputRecord.of(image("a", ImageRole.ANCHOR, 3, 2))).embedded();
    ShadowVector shadow = new ShadowVector("candidate", new float[] {3, 4});
    WaitingPair pair =
        WaitingPair.EMPTY
            .withAnchor(new Input(anchor.withShadow(shadow), 5), 7)
            .withExample(input(InputRecord.of(image("c", ImageRole.CONTRASTIVE, 3, null))), 8);

    for (byte[] bytes : List.of(stored(4), serde.serializer().serialize("t", pair))) {
      WaitingPair read = read(bytes);
      ShadowVector readShadow = read.anchor().embedded().shadow();
      assertThat(readShadow.candidateId()).isEqualTo("candidate");
      assertThat(readShadow.vector()).containsExactly(3, 4);
      assertThat(read.anchor().embedded().vector()).containsExactly(1, 2);
      assertThat(read.anchor().timestampMs()).isEqualTo(5);
      assertThat(read.examples())
          .singleElement()
          .satisfies(each -> assertThat(each.embedded().shadow()).isNull());
      assertThat(read.offsets()).isEqualTo(pair.offsets());
    }
  }

  private static Input input(InputRecord record) {
    return new Input(new EmbeddedInput(record, new float[] {1, 2}, "0123456789ab", null, 5), 5);
  }

  /** The settings document about 1.4 KB per waiting image, including the overhead of the store. */
  @Test
  void shouldTakeTheMemoryThatTheSettingsDocument() {
    String id = UUID.randomUUID().toString();
    DigitImage image = image(id, ImageRole.ANCHOR, 3, null);
    image.setPairId(id);
    WaitingPair pair =
        WaitingPair.EMPTY.withAnchor(
            new Input(
                new EmbeddedInput(
                    InputRecord.of(image),
                    new float[Networks.IMAGE.spec().dimension()],
                    "0123456789ab",
                    null,
                    5),
                5),
            7);

    assertThat(serde.serializer().serialize("t", pair)).hasSizeBetween(1100, 1250);
  }

  @Test
  void shouldRefuseAVersionOfANewerRelease() {
    assertThatThrownBy(() -> read(new byte[] {5})).hasMessageContaining("version 5");
  }

  private static void assertStored(WaitingPair pair, long latestOffset) {
    assertThat(pair.offsets()).isEqualTo(Offsets.ofImages(latestOffset));
    assertThat(pair.matched()).isEqualTo(2);
    assertThat(pair.rescored()).isTrue();
    assertImage(pair.anchor(), image("anchor", ImageRole.ANCHOR, 3, 5), 1000);
    assertThat(pair.examples()).hasSize(1);
    assertImage(pair.examples().get(0), image("example", ImageRole.CONTRASTIVE, null, null), 1001);
  }

  private static void assertImage(Input input, DigitImage expected, long timestampMs) {
    float[] vector = new float[64];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = i / 64f;
    }
    assertThat(input.embedded().input().value()).isEqualTo(expected);
    assertThat(input.embedded().vector()).isEqualTo(vector);
    assertThat(input.embedded().checkpointId()).isEqualTo("0123456789ab");
    assertThat(input.embedded().embeddedAtMs()).isEqualTo(timestampMs + 5);
    assertThat(input.timestampMs()).isEqualTo(timestampMs);
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
