package io.contrastream.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.contrastream.schema.LossWindow;
import io.contrastream.schema.Modality;
import io.contrastream.schema.PairScore;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class RecordFieldsTest {
  private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

  @Test
  void shouldIncludeTheTraceOfARecord() {
    assertThat(RecordFields.of(record(score(), TRACE))).containsEntry("traceparent", TRACE);
    assertThat(RecordFields.of(record(new byte[1], TRACE))).containsEntry("traceparent", TRACE);
  }

  @Test
  void shouldIgnoreAMalformedTrace() {
    assertThat(RecordFields.of(record(score(), "\u001b[2J"))).containsEntry("traceparent", null);
  }

  @Test
  void shouldKeepTheColumnsIfOnlySomeRecordsAreTraced() {
    StringWriter text = new StringWriter();
    try (RecordWriter writer = new RecordWriter(RecordWriter.Format.CSV, new PrintWriter(text))) {
      ConsumerRecord<String, Object> untraced = new ConsumerRecord<>("topic", 0, 0, "key", score());
      writer.write(RecordFields.of(untraced));
      writer.write(RecordFields.of(record(score(), TRACE)));
    }

    assertThat(text.toString().lines())
        .satisfiesExactly(
            names -> assertThat(names).endsWith(",traceparent"),
            first -> assertThat(first).endsWith(","),
            second -> assertThat(second).endsWith("," + TRACE));
  }

  @Test
  void shouldOmitTheTraceOfALossWindow() {
    assertThat(RecordFields.of(record(new LossWindow(), TRACE))).doesNotContainKey("traceparent");
  }

  private static PairScore score() {
    return new PairScore(
        "pair", "a", "c", 0.5, null, null, "checkpoint", 0L, Modality.IMAGE, Modality.CAPTION);
  }

  private static ConsumerRecord<String, Object> record(Object value, String trace) {
    ConsumerRecord<String, Object> record = new ConsumerRecord<>("topic", 0, 0, "key", value);
    record.headers().add("traceparent", trace.getBytes(StandardCharsets.UTF_8));
    return record;
  }
}
