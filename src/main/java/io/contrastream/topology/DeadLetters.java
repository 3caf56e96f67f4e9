package io.contrastream.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.internals.ExceptionHandlerUtils;

/**
 * Makes dead letters that the topic accepts, whatever is wrong with the record. They have the form
 * of Kafka Streams' own: the record's key, value and headers, and the cause in headers. If a letter
 * would be too large, its parts are cut and another header says so. If the topic is compacted, a
 * record without a key gets its place as key.
 */
public final class DeadLetters {
  /** Names what was cut, with the original sizes, or added. */
  public static final String CUT = "__contrastream.cut";

  private static final int MAX_TEXT = 8 << 10;

  /** The batch, the record, our headers' names and numbers. */
  private static final int OVERHEAD = 3 * MAX_TEXT + 1024;

  /** For each header: the lengths of name and value. */
  private static final int HEADER_OVERHEAD = 10;

  private final String topic;
  private final OutputLimits limits;

  DeadLetters(String topic, OutputLimits limits) {
    this.topic = topic;
    this.limits = limits;
  }

  /** Never throws. */
  ProducerRecord<byte[], byte[]> of(ErrorHandlerContext record, Exception cause) {
    long timestampMs = limits.accepted(record.timestamp(), System.currentTimeMillis());
    Budget budget = new Budget(Math.max(0, limits.deadLetterBytes() - OVERHEAD));
    byte[] key = budget.keep("key", key(record, budget));
    byte[] value = budget.keep("value", record.sourceRawValue());
    ProducerRecord<byte[], byte[]> letter =
        new ProducerRecord<>(topic, null, timestampMs, key, value);
    budget.copy(record.headers(), letter.headers());
    addCause(letter.headers(), record, cause);
    if (!budget.cut.isEmpty()) {
      letter.headers().add(CUT, budget.cut.toString().getBytes(UTF_8));
    }
    return letter;
  }

  private byte[] key(ErrorHandlerContext record, Budget budget) {
    if (record.sourceRawKey() != null || !limits.deadLetterKeyed()) {
      return record.sourceRawKey();
    }
    budget.cut.append("the record had no key; ");
    String place = "%s-%d@%d".formatted(record.topic(), record.partition(), record.offset());
    return place.getBytes(UTF_8);
  }

  private static void addCause(Headers headers, ErrorHandlerContext record, Exception cause) {
    add(headers, ExceptionHandlerUtils.HEADER_ERRORS_EXCEPTION_NAME, cause.getClass().getName());
    add(headers, ExceptionHandlerUtils.HEADER_ERRORS_EXCEPTION_MESSAGE_NAME, cause.getMessage());
    add(headers, ExceptionHandlerUtils.HEADER_ERRORS_STACKTRACE_NAME, stackTrace(cause));
    add(headers, ExceptionHandlerUtils.HEADER_ERRORS_TOPIC_NAME, record.topic());
    add(headers, ExceptionHandlerUtils.HEADER_ERRORS_PARTITION_NAME, "" + record.partition());
    add(headers, ExceptionHandlerUtils.HEADER_ERRORS_OFFSET_NAME, "" + record.offset());
  }

  private static String stackTrace(Exception cause) {
    StringWriter text = new StringWriter();
    cause.printStackTrace(new PrintWriter(text, true));
    return text.toString();
  }

  private static void add(Headers headers, String name, String text) {
    byte[] bytes = String.valueOf(text).getBytes(UTF_8);
    headers.add(name, bytes.length > MAX_TEXT ? Arrays.copyOf(bytes, MAX_TEXT) : bytes);
  }

  /** The bytes that the parts of a record may still take. */
  private static final class Budget {
    private final StringBuilder cut = new StringBuilder();
    private int left;

    Budget(int bytes) {
      left = bytes;
    }

    byte[] keep(String part, byte[] bytes) {
      if (bytes == null || bytes.length <= left) {
        left -= bytes == null ? 0 : bytes.length;
        return bytes;
      }
      cut.append("the first %d of %d bytes of the %s; ".formatted(left, bytes.length, part));
      byte[] kept = Arrays.copyOf(bytes, left);
      left = 0;
      return kept;
    }

    void copy(Headers from, Headers to) {
      int dropped = 0;
      for (Header header : from) {
        if (header.key().equals(CUT)) {
          continue; // a dead letter that was sent again
        }
        int length = header.value() == null ? 0 : header.value().length;
        long bytes = HEADER_OVERHEAD + 3L * header.key().length() + length;
        if (bytes <= left) {
          left -= (int) bytes;
          to.add(header);
        } else {
          dropped++;
        }
      }
      if (dropped > 0) {
        cut.append("without %d of the headers; ".formatted(dropped));
      }
    }
  }
}
