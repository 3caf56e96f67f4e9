package io.contrastream.topology;

import static io.contrastream.topology.Images.anchor;
import static io.contrastream.topology.Images.contrastive;
import static io.contrastream.topology.Images.single;
import static org.assertj.core.api.Assertions.assertThat;

import io.contrastream.topic.InternalTopics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.TestOutputTopic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The trace context of outputs. */
class TraceTest {
  private static final String STATE = "vendor=t61rcWkgMzE";
  private static final Headers NONE = new RecordHeaders();

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

  @Test
  void shouldGiveAnEmbeddingTheTraceOfItsImage() {
    stream.send(single("a", 1), 0, trace(1));
    stream.send(single("b", 2), 0);
    stream.send(single("c", 3), 0, trace(3));

    assertThat(headers(stream.embeddings)).containsExactly(trace(1), NONE, trace(3));
  }

  @Test
  void shouldDropAllOtherHeaders() {
    Headers many = new RecordHeaders(trace(1)).add("authorization", bytes("Bearer secret"));
    many.add("large", new byte[100_000]);
    stream.send(anchor("a", "pair", 3), 0, many);
    stream.send(contrastive("c", "pair", 3), 1, many);
    passWindows();

    assertThat(headers(stream.embeddings)).containsExactly(trace(1), trace(1));
    assertThat(headers(stream.scores)).containsExactly(trace(1));
    assertThat(headers(stream.labelledPairs)).containsExactly(trace(1));
    assertThat(headers(stream.losses)).isNotEmpty().allMatch(NONE::equals);
    assertThat(stream.driver.producedTopicNames())
        .filteredOn(name -> name.endsWith("-changelog") || name.endsWith("-repartition"))
        .hasSizeGreaterThan(2)
        .allMatch(InternalTopics.names("contrastream")::contains)
        .allSatisfy(name -> assertThat(headers(raw(name))).isNotEmpty().allMatch(NONE::equals));
  }

  @Test
  void shouldDropAMalformedTrace() {
    Headers malformed = new RecordHeaders().add("traceparent", bytes("00-nonsense"));
    stream.send(anchor("a", "pair", 3), 0, malformed.add("tracestate", bytes(STATE)));
    stream.send(contrastive("c", "pair", 3), 1, malformed);

    assertThat(headers(stream.embeddings)).containsExactly(NONE, NONE);
    assertThat(headers(stream.scores)).containsExactly(NONE);
  }

  @Test
  void shouldGiveAScoreTheTraceOfTheImageThatCompletedThePair() {
    stream.send(anchor("a1", "pair-1", 3), 0, trace(1));
    stream.send(contrastive("c1", "pair-1", 3), 1, trace(2));
    stream.send(contrastive("c2", "pair-2", 3), 2, trace(3));
    stream.send(anchor("a2", "pair-2", 3), 3, trace(4));

    assertThat(headers(stream.scores)).containsExactly(trace(2), trace(4));
    assertThat(headers(stream.labelledPairs)).containsExactly(trace(2), trace(4));
  }

  @Test
  void shouldGiveAnAnchorsTraceToAllExamplesThatWaitedForIt() {
    stream.send(contrastive("c1", "pair", 3), 0, trace(1));
    stream.send(contrastive("c2", "pair", 3), 1, trace(2));
    stream.send(anchor("a", "pair", 3), 2, trace(3));
    stream.send(contrastive("c3", "pair", 3), 3, trace(4));

    assertThat(headers(stream.scores)).containsExactly(trace(3), trace(3), trace(4));
  }

  @Test
  void shouldGiveAScoreNoTraceIfTheImageThatCompletedThePairHasNone() {
    stream.send(anchor("a", "pair", 3), 0, trace(1));
    stream.send(contrastive("c", "pair", 3), 1);

    assertThat(headers(stream.scores)).containsExactly(NONE);
  }

  @Test
  void shouldKeepTheTraceOfAPairThatIsEmbeddedAgain() {
    stream.send(anchor("a1", "pair-1", 3), 0, trace(1));
    stream.send(contrastive("c2", "pair-2", 3), 0, trace(2));
    stream.encoder.swapTo(5);
    stream.send(contrastive("c1", "pair-1", 3), 1, trace(3));
    stream.send(anchor("a2", "pair-2", 3), 1, trace(4));

    var scores = stream.scores.readRecordsToList();
    assertThat(scores).extracting(score -> score.getHeaders()).containsExactly(trace(3), trace(4));
    assertThat(scores).allMatch(score -> score.value().getCheckpointId().equals("checkpoint-5"));
  }

  @Test
  void shouldKeepAllHeadersOfADeadLetter() {
    Headers foreign = new RecordHeaders(trace(1)).add("request", bytes("4711"));
    stream.send(single(" ", 1), 0, foreign);

    Headers dead = stream.deadLetters.readRecord().headers();
    foreign.forEach(header -> assertThat(dead.lastHeader(header.key())).isEqualTo(header));
  }

  private static Headers trace(int number) {
    String parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-%016x-01".formatted(number);
    return new RecordHeaders().add("traceparent", bytes(parent)).add("tracestate", bytes(STATE));
  }

  private static List<Headers> headers(TestOutputTopic<?, ?> topic) {
    return topic.readRecordsToList().stream().map(record -> record.headers()).toList();
  }

  private TestOutputTopic<byte[], byte[]> raw(String topic) {
    return stream.driver.createOutputTopic(
        topic, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private void passWindows() {
    stream.driver.advanceWallClockTime(Duration.ofSeconds(13));
    stream.driver.advanceWallClockTime(Duration.ofSeconds(1));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
