package io.contrastream.cli.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.contrastream.cli.Main;
import io.contrastream.cli.Run;
import io.contrastream.cluster.LocalCluster;
import io.contrastream.testing.Await;
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
import picocli.CommandLine;

class ConsumeCommandTest {

  @Test
  void shouldPrintWhatItWaitsFor() throws Exception {
    try (LocalCluster cluster = LocalCluster.startThrowAway(0, 0)) {
      // given
      String broker = "kafka.bootstrap.servers=" + cluster.bootstrapServers();
      String registry = "registry.schema.registry.url=" + cluster.registryUrl();
      Run.of("topics", "create", "--set", broker, "--set", registry);
      StringWriter out = new StringWriter();
      StringWriter err = new StringWriter();
      CommandLine program = Main.commandLine();
      program.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));

      // when
      CompletableFuture<Integer> exitCode =
          CompletableFuture.supplyAsync(
              () ->
                  program.execute(
                      "consume", "dead-letters", "--max=1", "--set", broker, "--set", registry));
      String waiting =
          "Waiting for records of dead-letters (--from beginning prints existing ones)";
      Await.first(waiting, err::toString, text -> text.contains(waiting));
      send(cluster, "dead-letters", "a letter");

      // then
      assertThat(exitCode.get(2, TimeUnit.MINUTES)).isZero();
      assertThat(out.toString().lines()).hasSize(1);
      assertThat(err.toString().lines()).hasSize(1);
    }
  }

  private static void send(LocalCluster cluster, String topic, String value) {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", cluster.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>(topic, value.getBytes(StandardCharsets.UTF_8)));
    }
  }
}
