package io.contrastream.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.contrastream.schema.DigitImage;
import io.contrastream.schema.ImageEmbedding;
import io.contrastream.topic.registry.BadRecordException;
import io.contrastream.topic.registry.InMemoryRegistry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Values that the deserializer rejects. */
class AvroRefusalTest {
  private static final String TOPIC = "digit-images";

  private final InMemoryRegistry registry = new InMemoryRegistry();
  private final AvroSerde<DigitImage> images = new AvroSerde<>(DigitImage.class, TOPIC, registry);
  private final AvroSerde<ImageEmbedding> embeddings =
      new AvroSerde<>(ImageEmbedding.class, "digit-embeddings", registry);

  @Test
  void shouldRefuseNull() {
    assertBad(null, "The value is null");
  }

  @Test
  void shouldRefuseEmptyValue() {
    assertBad(new byte[0], "The value is empty");
  }

  @Test
  void shouldRefuseJson() {
    assertBad(
        "{\"imageId\":1}".getBytes(StandardCharsets.UTF_8),
        "Not Avro in the registry's wire format: the first byte is 0x7b, not 0x00; produce"
            + " with a schema registry serializer");
  }

  @Test
  void shouldRefuseHeaderCutShort() {
    assertBad(
        new byte[] {0, 0, 0},
        "Too short for the registry's wire format: 3 bytes, but the header alone has 5");
  }

  @Test
  void shouldRefuseUnknownSchemaId() {
    assertBad(
        new byte[] {0, 0, 0, 0x12, 0x67, 1}, "Schema id 4711 is not in the registry at memory");
  }

  @Test
  void shouldRefuseAHeaderWithoutASchemaId() {
    RecordHeaders headers = new RecordHeaders();
    headers.add("__value_schema_id", new byte[17]);

    assertThatThrownBy(() -> images.deserializer().deserialize(TOPIC, headers, new byte[] {1}))
        .isInstanceOf(BadRecordException.class)
        .hasMessageContaining("__value_schema_id")
        .hasMessageContaining("value.schema.id.serializer");
  }

  @Test
  void shouldIgnoreAnEmptyHeader() {
    byte[] value = write(AvroBytes.image("a"));
    RecordHeaders headers = new RecordHeaders();
    headers.add("__value_schema_id", new byte[0]);

    assertThat(images.deserializer().deserialize(TOPIC, headers, value).getImageId())
        .isEqualTo("a");
  }

  @Test
  void shouldRefuseRecordCutShort() {
    byte[] whole = write(AvroBytes.image("a"));

    assertBad(
        Arrays.copyOf(whole, whole.length - 10),
        "The value does not match schema id 1 (DigitImage): it ends too early");
  }

  @Test
  void shouldRefuseBytesAfterRecord() {
    byte[] whole = write(AvroBytes.image("a"));

    assertBad(
        Arrays.copyOf(whole, whole.length + 1),
        "The value does not match schema id 1 (DigitImage): there are bytes after the record");
  }

  @Test
  void shouldRefuseWrongLengthWithoutAllocatingIt() {
    // given a string that claims to be 2,000,000,000 bytes long
    registry.idFor("s", DigitImage.getClassSchema());
    byte[] forged = HexFormat.of().parseHex("00" + "00000001" + "80d0acf30e");

    assertThatThrownBy(() -> images.deserializer().deserialize(TOPIC, forged))
        .isInstanceOf(BadRecordException.class)
        .hasMessageContaining("exceeds maximum allowed");
  }

  @Test
  void shouldRefuseSchemaThatLacksFieldAndNameIt() {
    Schema other =
        SchemaBuilder.record("DigitImage")
            .namespace("io.contrastream.schema")
            .fields()
            .requiredString("imageId")
            .requiredString("label")
            .endRecord();
    GenericRecord record =
        new GenericRecordBuilder(other).set("imageId", "x").set("label", "seven").build();

    assertThatThrownBy(
            () -> images.deserializer().deserialize(TOPIC, AvroBytes.of(registry, TOPIC, record)))
        .isInstanceOf(BadRecordException.class)
        .hasMessageContaining("Schema id 1 (io.contrastream.schema.DigitImage) cannot be read as")
        .hasMessageContaining("field 'label' is written as string, but [null, int] is expected")
        .hasMessageContaining(
            "field 'pixels' is missing from the written schema and has no default");
  }

  @Test
  @Timeout(60)
  void shouldRefuseItemsThatTakeNoBytes() {
    // given a field that only the writer knows, which claims 2^62 items
    Schema empty = Schema.createRecord("Empty", null, "test", false, List.of());
    registerWith(Schema.createArray(Schema.createUnion(Schema.createArray(empty))));
    byte[] forged =
        HexFormat.of().parseHex("00" + "00000001" + "02" + "00" + "80808080808080808001");

    assertThatThrownBy(() -> images.deserializer().deserialize(TOPIC, forged))
        .isInstanceOf(BadRecordException.class)
        .hasMessageContaining("Schema id 1")
        .hasMessageContaining("items that take no bytes");
  }

  @Test
  void shouldRefuseAValueThatIsNestedTooDeeply() {
    // given a field that only the writer knows, a list of a million elements, each in the last
    Schema node = Schema.createRecord("Node", null, "test", false);
    Schema next = Schema.createUnion(Schema.create(Schema.Type.NULL), node);
    node.setFields(List.of(new Schema.Field("next", next)));
    registerWith(node);
    byte[] deep = new byte[1_000_000];
    Arrays.fill(deep, (byte) 2);
    ByteBuffer.wrap(deep).put((byte) 0).putInt(1);

    assertThatThrownBy(() -> images.deserializer().deserialize(TOPIC, deep))
        .isInstanceOf(BadRecordException.class)
        .hasMessageContaining("The value does not match schema id 1 (DigitImage)");
  }

  /** Registers a writer's schema whose first field is an additional one. */
  private void registerWith(Schema extra) {
    List<Schema.Field> fields =
        DigitImage.getClassSchema().getFields().stream()
            .map(field -> new Schema.Field(field, field.schema()))
            .collect(Collectors.toCollection(ArrayList::new));
    fields.add(0, new Schema.Field("extra", extra));
    registry.idFor(
        "s", Schema.createRecord("DigitImage", null, "io.contrastream.schema", false, fields));
  }

  @Test
  void shouldReportGarbageAsBadRecords() {
    registry.idFor("s", ImageEmbedding.getClassSchema());
    Random random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      byte[] garbage = new byte[5 + random.nextInt(60)];
      random.nextBytes(garbage);
      ByteBuffer.wrap(garbage).put((byte) 0).putInt(1);
      try {
        embeddings.deserializer().deserialize("t", garbage);
      } catch (BadRecordException expected) {
        assertThat(expected).hasMessageStartingWith("The value does not match schema id 1");
      }
    }
  }

  private void assertBad(byte[] value, String message) {
    assertThatThrownBy(() -> images.deserializer().deserialize(TOPIC, value))
        .isInstanceOf(BadRecordException.class)
        .hasMessage(message);
  }

  private byte[] write(DigitImage image) {
    return images.serializer().serialize(TOPIC, image);
  }
}
