package io.contrastream.cli.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.contrastream.cli.Main;
import io.contrastream.cli.Run;
import io.contrastream.testing.Await;
import io.contrastream.testing.EmbeddedCluster;
import io.contrastream.testing.TestSettings;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import picocli.CommandLine;

class ConsumeCommandTest {
  @RegisterExtension static final EmbeddedCluster CLUSTER = new EmbeddedCluster();

  @Test
  void shouldPrintWhatItWaitsFor() throws Exception {
    // given
    TestSettings settings = CLUSTER.settings("consume");
    String topic = settings.load().topics().deadLetters();
    Run.of(settings.commandLine("topics", "create"));
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine program = Main.commandLine();
    program.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));

    // when
    CompletableFuture<Integer> exitCode =
        CompletableFuture.supplyAsync(
            () -> program.execute(settings.commandLine("consume", "dead-letters", "--max=1")));
    String waiting =
        "Waiting for records of %s (--from beginning prints existing ones)".formatted(topic);
    Await.first(waiting, err::toString, text -> text.contains(waiting));
    send(topic, "a letter");

    // then
    assertThat(exitCode.get(2, TimeUnit.MINUTES)).isZero();
    assertThat(out.toString().lines()).hasSize(1);
    assertThat(err.toString().lines()).hasSize(1);
  }

  @Test
  void shouldTellWhatItSkips() throws Exception {
    // given
    TestSettings settings = CLUSTER.settings("consume-garbage");
    String topic = settings.load().topics().images();
    Run.of(settings.commandLine("topics", "create"));
    for (int i = 0; i < 5; i++) {
      send(topic, "garbage");
    }

    // when
    Run run = Run.of(settings.commandLine("consume", "images", "--from", "beginning", "--to-end"));

    // then
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines())
        .hasSize(4)
        .last()
        .isEqualTo("Skipped 5 records in all, which can't be decoded.");
    assertThat(run.err()).startsWith("Skipping " + topic + "-");
  }

  private static void send(String topic, String value) {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", CLUSTER.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>(topic, value.getBytes(StandardCharsets.UTF_8)));
    }
  }
}
