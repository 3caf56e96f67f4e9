package io.contrastream.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceContextTest {
  private static final String PARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
  private static final String STATE = "vendor=t61rcWkgMzE, other = a b";

  @Test
  void shouldKeepTheTraceContextAndNothingElse() {
    Headers headers = new RecordHeaders();
    headers.add("authorization", bytes("Bearer secret"));
    headers.add("traceparent", bytes(PARENT));
    headers.add("tracestate", bytes(STATE));
    headers.add("baggage", bytes("user=7"));

    assertThat(texts(TraceContext.of(headers)))
        .isEqualTo(Map.of("traceparent", PARENT, "tracestate", STATE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-ff",
        "cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-what-will-be",
      })
  void shouldHandOnWhatIsValid(String parent) {
    assertThat(texts(TraceContext.of(parent, null))).isEqualTo(Map.of("traceparent", parent));
    assertThat(TraceContext.parent(TraceContext.of(parent, STATE))).isEqualTo(parent);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\n",
        " 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
        "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01.what",
        "cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-ü",
      })
  void shouldHandOnNothingWhereTheParentIsMalformed(String parent) {
    assertThat(TraceContext.of(parent, STATE)).isEmpty();
    assertThat(TraceContext.parent(new RecordHeaders().add("traceparent", bytes(parent)))).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "line\nbreak", "vendor=ü"})
  void shouldLeaveOutAMalformedState(String state) {
    assertThat(texts(TraceContext.of(PARENT, state))).isEqualTo(Map.of("traceparent", PARENT));
  }

  @Test
  void shouldLeaveOutWhatIsTooLong() {
    String later = "cc" + PARENT.substring(2) + "-";

    assertThat(TraceContext.of(later + "x".repeat(200), null)).hasSize(1);
    assertThat(TraceContext.of(later + "x".repeat(201), null)).isEmpty();
    assertThat(TraceContext.of(PARENT, "x".repeat(512))).hasSize(2);
    assertThat(TraceContext.of(PARENT, "x".repeat(513))).hasSize(1);
  }

  @Test
  void shouldTakeTheLastOfSeveral() {
    String other = PARENT.replace("01", "00");
    Headers headers = TraceContext.of(PARENT, null);

    assertThat(texts(TraceContext.of(headers.add("traceparent", bytes(other)))))
        .isEqualTo(Map.of("traceparent", other));
  }

  @Test
  void shouldHandOnNothingWhereThereIsNone() {
    assertThat(TraceContext.of(null, STATE)).isEmpty();
    assertThat(TraceContext.of(new RecordHeaders())).isEmpty();
    assertThat(TraceContext.of(new RecordHeaders().add("traceparent", null))).isEmpty();
  }

  private static Map<String, String> texts(Headers headers) {
    Map<String, String> texts = new TreeMap<>();
    for (Header header : headers) {
      texts.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
    }
    return texts;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
