package io.contrastream.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.contrastream.schema.DigitImage;
import io.contrastream.schema.ImageEmbedding;
import io.contrastream.schema.ImageRole;
import io.contrastream.schema.LabelledPair;
import io.contrastream.schema.Modality;
import io.contrastream.topic.registry.InMemoryRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class AvroSerdeTest {
  private static final String TOPIC = "digit-images";

  private final InMemoryRegistry registry = new InMemoryRegistry();
  private final AvroSerde<DigitImage> images = new AvroSerde<>(DigitImage.class, TOPIC, registry);
  private final AvroSerde<ImageEmbedding> embeddings =
      new AvroSerde<>(ImageEmbedding.class, "digit-embeddings", registry);

  @Test
  void shouldReadWhatItWrote() {
    DigitImage image = AvroBytes.image("a-1");

    DigitImage read = images.deserializer().deserialize(TOPIC, write(image));

    assertThat(read).isEqualTo(image);
    assertThat(read.getImageId()).isInstanceOf(String.class);
  }

  @Test
  void shouldReadASchemaIdInARecordHeader() {
    byte[] bytes = write(AvroBytes.image("a-1"));
    RecordHeaders headers = new RecordHeaders();
    headers.add("__value_schema_id", Arrays.copyOf(bytes, 5));

    DigitImage read =
        images
            .deserializer()
            .deserialize(TOPIC, headers, Arrays.copyOfRange(bytes, 5, bytes.length));

    assertThat(read).isEqualTo(AvroBytes.image("a-1"));
  }

  @Test
  void shouldWriteZeroThenIdThenAvro() {
    // given an id of 1 and a record whose Avro bytes are known by hand
    DigitImage image = AvroBytes.image("ab");
    image.setPixels(ByteBuffer.wrap(new byte[] {0, 127, -1}));

    byte[] bytes = write(image);

    // then: header; "ab"; no pair; SINGLE; label 7; 28; 28; three bytes; no examples; one channel;
    // RAW
    assertThat(HexFormat.of().formatHex(bytes))
        .isEqualTo(
            "00"
                + "00000001"
                + "046162"
                + "00"
                + "00"
                + "020e"
                + "38"
                + "38"
                + "06007fff"
                + "00"
                + "02"
                + "00");
  }

  @Test
  void shouldWriteVectorOfPrimitivesAsAvroWritesBoxedOnes() {
    float[] vector = {0.5f, -1.25f, Float.MIN_VALUE, 3e38f};
    List<Float> boxed = List.of(0.5f, -1.25f, Float.MIN_VALUE, 3e38f);

    byte[] primitive = embeddings.serializer().serialize("t", embedding(FloatVector.of(vector)));

    assertThat(primitive).isEqualTo(embeddings.serializer().serialize("t", embedding(boxed)));
  }

  @Test
  void shouldReadVectorAsPrimitives() {
    float[] vector = new float[9000];
    IntStream.range(0, vector.length).forEach(i -> vector[i] = i / 7f);
    byte[] bytes = embeddings.serializer().serialize("t", embedding(FloatVector.of(vector)));

    List<Float> read = embeddings.deserializer().deserialize("t", bytes).getVector();

    assertThat(read).isInstanceOf(FloatVector.class);
    assertThat(FloatVector.floats(read)).isEqualTo(vector);
  }

  /** Before there were captions and sounds. */
  @Test
  void shouldReadALabelledPairOfImagesAlone() throws IOException {
    Schema image = DigitImage.getClassSchema();
    Schema former =
        SchemaBuilder.record("LabelledPair")
            .namespace("io.contrastream.schema")
            .fields()
            .requiredString("pairId")
            .name("anchor")
            .type(image)
            .noDefault()
            .name("contrastive")
            .type(image)
            .noDefault()
            .requiredInt("target")
            .endRecord();
    DigitImage anchor = AvroBytes.image("a");
    GenericRecord pair = new GenericData.Record(former);
    pair.put("pairId", "p");
    pair.put("anchor", anchor);
    pair.put("contrastive", AvroBytes.image("c"));
    pair.put("target", 1);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    WireFormat.writeHeader(registry.idFor("pairs", former), out);
    BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
    new GenericDatumWriter<GenericRecord>(former, SpecificData.get()).write(pair, encoder);

    LabelledPair read =
        new AvroSerde<>(LabelledPair.class, "pairs", registry)
            .deserializer()
            .deserialize("pairs", out.toByteArray());

    assertThat(read.getAnchor()).isEqualTo(anchor);
    assertThat(InputRecord.of(read.getContrastive()).id()).isEqualTo("c");
    assertThat(read.getTarget()).isEqualTo(1);
  }

  @Test
  void shouldReadVectorInBlocks() throws IOException {
    // given an array that comes in two blocks, as other encoders may write it
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    WireFormat.writeHeader(registry.idFor("s", ImageEmbedding.getClassSchema()), out);
    BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
    encoder.writeString("i");
    encoder.writeIndex(0);
    encoder.writeEnum(0);
    encoder.writeIndex(0);
    encoder.writeLong(2);
    encoder.writeFloat(1);
    encoder.writeFloat(2);
    encoder.writeLong(-1);
    encoder.writeLong(4);
    encoder.writeFloat(3);
    encoder.writeLong(0);
    encoder.writeString("c");
    encoder.writeLong(0);
    encoder.writeLong(0);
    encoder.writeBoolean(false);
    encoder.writeEnum(0);
    encoder.writeString("s");

    List<Float> read = embeddings.deserializer().deserialize("t", out.toByteArray()).getVector();

    assertThat(FloatVector.floats(read)).containsExactly(1, 2, 3);
  }

  @Test
  void shouldFillFieldsThatOldWriterLacksWithDefaults() {
    Schema old =
        SchemaBuilder.record("DigitImage")
            .namespace("io.contrastream.schema")
            .fields()
            .requiredString("imageId")
            .requiredBytes("pixels")
            .endRecord();
    GenericRecord record =
        new GenericRecordBuilder(old)
            .set("imageId", "old")
            .set("pixels", ByteBuffer.allocate(4))
            .build();

    DigitImage read =
        images.deserializer().deserialize(TOPIC, AvroBytes.of(registry, TOPIC, record));

    assertThat(read.getRole()).isEqualTo(ImageRole.SINGLE);
    assertThat(read.getHeight()).isEqualTo(28);
    assertThat(read.getLabel()).isNull();
  }

  @Test
  void shouldSkipFieldsThatNewWriterAdds() {
    Schema added =
        SchemaBuilder.record("DigitImage")
            .namespace("io.contrastream.schema")
            .fields()
            .requiredString("camera")
            .requiredString("imageId")
            .requiredBytes("pixels")
            .endRecord();
    GenericRecord record =
        new GenericRecordBuilder(added)
            .set("camera", "north")
            .set("imageId", "new")
            .set("pixels", ByteBuffer.allocate(4))
            .build();

    assertThat(
            images
                .deserializer()
                .deserialize(TOPIC, AvroBytes.of(registry, TOPIC, record))
                .getImageId())
        .isEqualTo("new");
  }

  @Test
  void shouldKeepNullNullWhenWriting() {
    assertThat(write(null)).isNull();
  }

  @Test
  void shouldWriteNextRecordWholeAfterOneThatFailed() {
    DigitImage broken = AvroBytes.image("broken");
    broken.setPixels(null);
    assertThatThrownBy(() -> write(broken))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("pixels");

    assertThat(images.deserializer().deserialize(TOPIC, write(AvroBytes.image("next"))))
        .isEqualTo(AvroBytes.image("next"));
  }

  @Test
  void shouldServeSeveralThreadsAtOnce() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      Callable<Boolean> roundTrips =
          () ->
              IntStream.range(0, 500)
                  .allMatch(
                      i ->
                          AvroBytes.image("i" + i)
                              .equals(
                                  images
                                      .deserializer()
                                      .deserialize(TOPIC, write(AvroBytes.image("i" + i)))));

      for (var result :
          threads.invokeAll(List.of(roundTrips, roundTrips, roundTrips, roundTrips))) {
        assertThat(result.get()).isTrue();
      }
    } finally {
      threads.shutdown();
    }
  }

  private byte[] write(DigitImage image) {
    return images.serializer().serialize(TOPIC, image);
  }

  private static ImageEmbedding embedding(List<Float> vector) {
    return new ImageEmbedding(
        "i", null, ImageRole.SINGLE, null, vector, "c", 1L, 2L, false, Modality.IMAGE, "s");
  }
}
