package io.contrastream.topology;

import static io.contrastream.topology.Images.anchor;
import static io.contrastream.topology.Images.anchorOf;
import static io.contrastream.topology.Images.contrastive;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.contrastream.schema.DigitImage;
import io.contrastream.schema.LossWindow;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.DriverProducer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * At-least-once delivery without a cache: each change of a store goes to its changelog at once,
 * while a record is processed, as it does when a cache is full.
 */
class OutputsFirstTest {
  @TempDir Path folder;
  private TopologyHarness stream;
  private MockProducer<byte[], byte[]> producer;

  @BeforeEach
  void start() {
    stream = new TopologyHarness(folder, "streams.statestore.cache.max.bytes=0");
    producer = DriverProducer.of(stream.driver);
  }

  @AfterEach
  void stop() {
    producer.flushException = null;
    stream.close();
  }

  @Test
  void shouldForgetNoPairWhoseScoreIsNotSafe() {
    stream.send(anchorOf(1, "a", "pair", 3), 0);

    producer.flushException = new KafkaException("the broker is away");
    DigitImage example = contrastive("c", "pair", 3);
    assertThatThrownBy(() -> stream.images.pipeInput("pair", example, TopologyHarness.START))
        .hasStackTraceContaining("the broker is away");

    assertThat(sentTo()).contains("pair-scores").noneMatch(topic -> topic.contains("-pairs-"));
  }

  @Test
  void shouldForgetNoWindowWhoseReportIsNotSafe() {
    stream.send(anchor("a", "pair", 3), 0);
    stream.send(contrastive("c", "pair", 3), 1);

    producer.flushException = new KafkaException("the broker is away");
    assertThatThrownBy(() -> stream.driver.advanceWallClockTime(Duration.ofSeconds(13)))
        .hasStackTraceContaining("the broker is away");

    assertThat(sentTo())
        .contains("loss-telemetry")
        .noneMatch(topic -> topic.contains("loss-windows"));
  }

  @Test
  void shouldContinueOnceOutputsAreSafe() {
    stream.send(anchor("a", "pair", 3), 0);
    stream.send(contrastive("c1", "pair", 3), 1);
    stream.send(contrastive("c2", "pair", 4), 2);
    stream.driver.advanceWallClockTime(Duration.ofSeconds(13));

    assertThat(stream.scores.readValuesToList()).hasSize(2);
    assertThat(stream.losses.readValuesToList())
        .extracting(LossWindow::getPairs)
        .containsExactly(2L);
  }

  private List<String> sentTo() {
    return producer.history().stream().map(record -> record.topic()).toList();
  }
}
