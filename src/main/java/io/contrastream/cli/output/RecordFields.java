package io.contrastream.cli.output;

import static org.apache.kafka.streams.errors.internals.ExceptionHandlerUtils.HEADER_ERRORS_EXCEPTION_MESSAGE_NAME;
import static org.apache.kafka.streams.errors.internals.ExceptionHandlerUtils.HEADER_ERRORS_EXCEPTION_NAME;
import static org.apache.kafka.streams.errors.internals.ExceptionHandlerUtils.HEADER_ERRORS_OFFSET_NAME;
import static org.apache.kafka.streams.errors.internals.ExceptionHandlerUtils.HEADER_ERRORS_PARTITION_NAME;
import static org.apache.kafka.streams.errors.internals.ExceptionHandlerUtils.HEADER_ERRORS_TOPIC_NAME;

import io.contrastream.schema.LossWindow;
import io.contrastream.topic.FloatVector;
import io.contrastream.topic.TraceContext;
import io.contrastream.topology.DeadLetters;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** Converts records to names and values for JSON and CSV. Bytes are Base64. */
public final class RecordFields {
  private RecordFields() {}

  /**
   * Returns the fields of an Avro record, or the cause, origin and bytes of a dead letter, followed
   * by the trace parent, or null if there is none. A loss window has no trace.
   */
  public static Map<String, Object> of(ConsumerRecord<?, ?> record) {
    Map<String, Object> fields =
        record.value() instanceof SpecificRecord avro ? ofAvro(avro) : ofDeadLetter(record);
    if (!(record.value() instanceof LossWindow)) {
      fields.put(TraceContext.PARENT, TraceContext.parent(record.headers()));
    }
    return fields;
  }

  public static Map<String, Object> ofAvro(SpecificRecord record) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (Schema.Field field : record.getSchema().getFields()) {
      fields.put(field.name(), jsonValue(record.get(field.pos())));
    }
    return fields;
  }

  private static Object jsonValue(Object value) {
    if (value instanceof SpecificRecord record) {
      return ofAvro(record);
    }
    if (value instanceof ByteBuffer bytes) {
      return base64(bytes);
    }
    if (value instanceof Enum<?> symbol) {
      return symbol.name();
    }
    if (value instanceof FloatVector vector) {
      return List.copyOf(vector);
    }
    return value instanceof List<?> list
        ? list.stream().map(RecordFields::jsonValue).toList()
        : value;
  }

  private static Map<String, Object> ofDeadLetter(ConsumerRecord<?, ?> record) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("error", text(record, HEADER_ERRORS_EXCEPTION_MESSAGE_NAME));
    fields.put("exception", text(record, HEADER_ERRORS_EXCEPTION_NAME));
    fields.put("topic", text(record, HEADER_ERRORS_TOPIC_NAME));
    fields.put("partition", text(record, HEADER_ERRORS_PARTITION_NAME));
    fields.put("offset", text(record, HEADER_ERRORS_OFFSET_NAME));
    fields.put("cut", text(record, DeadLetters.CUT));
    fields.put("timestampMs", record.timestamp());
    fields.put("key", bytes(record.key()));
    fields.put("value", bytes(record.value()));
    return fields;
  }

  private static String text(ConsumerRecord<?, ?> record, String name) {
    Header header = record.headers().lastHeader(name);
    return header == null || header.value() == null
        ? null
        : new String(header.value(), StandardCharsets.UTF_8);
  }

  private static Object bytes(Object value) {
    return value instanceof byte[] array ? base64(ByteBuffer.wrap(array)) : null;
  }

  private static String base64(ByteBuffer bytes) {
    return StandardCharsets.ISO_8859_1
        .decode(Base64.getEncoder().encode(bytes.duplicate()))
        .toString();
  }
}
