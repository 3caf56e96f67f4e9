package io.contrastream.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.contrastream.topic.registry.BadRecordException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.internal.AbstractRecords;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.internals.DefaultErrorHandlerContext;
import org.apache.kafka.streams.processor.TaskId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeadLettersTest {
  private static final int MAX_BYTES = 100_000;
  private static final OutputLimits LIMITS =
      new OutputLimits(MAX_BYTES, Long.MAX_VALUE, 60_000, false, false);

  private final DeadLetters deadLetters = new DeadLetters("dead-letters", LIMITS);
  private final RecordHeaders headers = new RecordHeaders();

  @Test
  void shouldKeepARecordThatFits() {
    headers.add("mine", bytes(10)).add(DeadLetters.CUT, bytes(10));

    ProducerRecord<byte[], byte[]> letter = of(1234, bytes(20), bytes(50_000), "It is bad");

    assertThat(letter.key()).hasSize(20);
    assertThat(letter.value()).hasSize(50_000);
    assertThat(letter.timestamp()).isEqualTo(1234);
    assertThat(letter.headers().lastHeader("mine").value()).hasSize(10);
    assertThat(text(letter, "__streams.errors.message")).isEqualTo("It is bad");
    assertThat(text(letter, "__streams.errors.offset")).isEqualTo("42");
    assertThat(letter.headers().lastHeader(DeadLetters.CUT)).isNull();
  }

  @Test
  void shouldCutWhatIsTooLargeAndSaySo() {
    headers.add("large", bytes(1_000_000)).add("small", bytes(1));

    ProducerRecord<byte[], byte[]> letter = of(1234, bytes(20), bytes(20 << 20), "It is bad");

    assertThat(size(letter)).isLessThanOrEqualTo(MAX_BYTES);
    assertThat(text(letter, DeadLetters.CUT))
        .contains("of 20971520 bytes of the value", "without 2 of the headers");
  }

  @Test
  void shouldBoundEverythingAtOnce() {
    for (int i = 0; i < 10_000; i++) {
      headers.add("имя-" + i, bytes(i % 100));
    }

    ProducerRecord<byte[], byte[]> letter =
        of(1234, bytes(1 << 20), bytes(1 << 20), "€".repeat(1 << 20));

    assertThat(size(letter)).isLessThanOrEqualTo(MAX_BYTES);
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, Long.MIN_VALUE, Long.MAX_VALUE})
  void shouldReplaceATimestampThatTheTopicRefuses(long timestampMs) {
    long beforeMs = System.currentTimeMillis();

    ProducerRecord<byte[], byte[]> letter = of(timestampMs, null, null, null);

    assertThat(letter.timestamp()).isBetween(beforeMs, System.currentTimeMillis());
  }

  @Test
  void shouldHaveAKeyIfTheTopicIsCompacted() {
    OutputLimits compacted = new OutputLimits(MAX_BYTES, Long.MAX_VALUE, 60_000, false, true);

    ProducerRecord<byte[], byte[]> letter =
        new DeadLetters("dead-letters", compacted)
            .of(context(1234, null, bytes(10)), new BadRecordException("It is bad"));

    assertThat(new String(letter.key(), UTF_8)).isEqualTo("digit-images-3@42");
    assertThat(text(letter, DeadLetters.CUT)).contains("had no key");
  }

  private ProducerRecord<byte[], byte[]> of(
      long timestampMs, byte[] key, byte[] value, String message) {
    return deadLetters.of(context(timestampMs, key, value), new BadRecordException(message));
  }

  private ErrorHandlerContext context(long timestampMs, byte[] key, byte[] value) {
    return new DefaultErrorHandlerContext(
        null, "digit-images", 3, 42, headers, "images", new TaskId(0, 3), timestampMs, key, value);
  }

  private static byte[] bytes(int length) {
    return new byte[length];
  }

  private static String text(ProducerRecord<byte[], byte[]> letter, String header) {
    return new String(letter.headers().lastHeader(header).value(), UTF_8);
  }

  /** Returns the size for which Kafka's producer checks the limit. */
  private static int size(ProducerRecord<byte[], byte[]> letter) {
    Headers all = letter.headers();
    Header[] array = all.toArray();
    return AbstractRecords.estimateSizeInBytesUpperBound(
        RecordBatch.CURRENT_MAGIC_VALUE, CompressionType.NONE, letter.key(), letter.value(), array);
  }
}
