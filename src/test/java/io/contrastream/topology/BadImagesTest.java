package io.contrastream.topology;

import static io.contrastream.topology.Images.anchor;
import static io.contrastream.topology.Images.single;
import static org.assertj.core.api.Assertions.assertThat;

import io.contrastream.schema.DigitImage;
import io.contrastream.schema.ImageRole;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.streams.errors.internals.ExceptionHandlerUtils;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Records that cannot be embedded go to the dead letters. */
class BadImagesTest {
  @TempDir Path folder;
  private TopologyHarness stream;

  @BeforeEach
  void start() {
    stream = new TopologyHarness(folder);
  }

  @AfterEach
  void stop() {
    stream.close();
  }

  @ParameterizedTest
  @CsvSource({
    "'not avro', the first byte",
    "'', empty",
  })
  void shouldSendBytesThatAreNotAvroToTheDeadLetters(String text, String cause) {
    stream.rawImages.pipeInput("key", text.getBytes(StandardCharsets.UTF_8));
    stream.send(single("after", 1), 1);

    TestRecord<byte[], byte[]> dead = stream.deadLetters.readRecord();
    assertThat(dead.value()).isEqualTo(text.getBytes(StandardCharsets.UTF_8));
    assertThat(cause(dead)).contains(cause);
    assertThat(stream.embeddings.readKeyValuesToList()).hasSize(1);
  }

  @Test
  void shouldSendAnUnknownSchemaIdToTheDeadLetters() {
    byte[] bytes = ByteBuffer.allocate(20).put((byte) 0).putInt(4711).array();
    stream.rawImages.pipeInput("key", bytes);

    assertThat(cause(stream.deadLetters.readRecord())).contains("4711");
  }

  @Test
  void shouldNameTopicPartitionAndOffsetOfADeadLetter() {
    stream.send(single("good", 1), 0);
    stream.send(single(" ", 1), 1);

    TestRecord<byte[], byte[]> dead = stream.deadLetters.readRecord();
    assertThat(header(dead, ExceptionHandlerUtils.HEADER_ERRORS_TOPIC_NAME))
        .isEqualTo("digit-images");
    assertThat(header(dead, ExceptionHandlerUtils.HEADER_ERRORS_PARTITION_NAME)).isEqualTo("0");
    assertThat(header(dead, ExceptionHandlerUtils.HEADER_ERRORS_OFFSET_NAME)).isEqualTo("1");
  }

  static List<Arguments> invalidImages() {
    return List.of(
        Arguments.of(single("", 1), "imageId is empty"),
        Arguments.of(single("x".repeat(257), 1), "257 characters"),
        Arguments.of(single("two\nlines", 1), "control characters"),
        Arguments.of(of(ImageRole.SINGLE, null).setHeight(32).build(), "32 × 28"),
        Arguments.of(
            of(ImageRole.SINGLE, null)
                .setHeight(Integer.MAX_VALUE)
                .setWidth(Integer.MAX_VALUE)
                .setChannels(3)
                .build(),
            "2147483647 × 2147483647 × 3"),
        Arguments.of(of(ImageRole.SINGLE, null).setWidth(-28).build(), "-28"),
        Arguments.of(of(ImageRole.SINGLE, null).setChannels(4).build(), "4 channels"),
        Arguments.of(
            of(ImageRole.SINGLE, null).setPixels(ByteBuffer.allocate(100)).build(), "100 bytes"),
        Arguments.of(of(ImageRole.SINGLE, null).setLabel(10).build(), "label 10"),
        Arguments.of(of(ImageRole.ANCHOR, null).build(), "no pairId"),
        Arguments.of(of(ImageRole.SINGLE, "pair").build(), "its role is SINGLE"),
        Arguments.of(of(ImageRole.ANCHOR, "pair").setExamples(0).build(), "0 contrastive examples"),
        Arguments.of(
            of(ImageRole.ANCHOR, "pair").setExamples(Integer.MAX_VALUE).build(),
            "2147483647 contrastive examples; announce 1 to 10000"));
  }

  private static DigitImage.Builder of(ImageRole role, String pairId) {
    return Images.image("id", pairId, role, 1);
  }

  @ParameterizedTest
  @MethodSource("invalidImages")
  void shouldSendAnInvalidImageToTheDeadLetters(DigitImage image, String cause) {
    stream.send(image, 0);
    stream.send(single("after", 1), 1);

    assertThat(cause(stream.deadLetters.readRecord())).contains(cause);
    assertThat(stream.embeddings.readKeyValuesToList())
        .extracting(kv -> kv.key)
        .containsExactly("after");
  }

  @Test
  void shouldSendAPairWithAnotherKeyToTheDeadLetters() {
    stream.images.pipeInput("another", anchor("a", "pair", 1));

    assertThat(cause(stream.deadLetters.readRecord())).contains("'pair'").contains("'another'");
  }

  @Test
  void shouldSendARecordWithoutAValueToTheDeadLetters() {
    stream.images.pipeInput("key", (DigitImage) null);

    assertThat(stream.deadLetters.readKeyValuesToList()).hasSize(1);
  }

  private static String cause(TestRecord<byte[], byte[]> dead) {
    return header(dead, ExceptionHandlerUtils.HEADER_ERRORS_EXCEPTION_MESSAGE_NAME);
  }

  private static String header(TestRecord<byte[], byte[]> dead, String name) {
    return new String(dead.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }
}
