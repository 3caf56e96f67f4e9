package io.contrastream.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.contrastream.config.Settings;
import io.contrastream.processor.swap.CheckpointStatus;
import io.contrastream.telemetry.Health;
import io.contrastream.telemetry.Meters;
import io.contrastream.testing.EmbeddedCluster;
import io.contrastream.topic.TopicSetup;
import io.contrastream.topic.Topics;
import io.contrastream.topic.registry.SchemaRegistry;
import java.util.Optional;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The live stream when a source of the feed fails midway. */
class LiveFaultTest {
  @RegisterExtension static final EmbeddedCluster CLUSTER = new EmbeddedCluster();

  private volatile boolean failing;

  @Test
  @Timeout(300)
  void shouldReportAFaultAndRepeatNothing() throws Exception {
    Settings settings = CLUSTER.settings("fault").with("dashboard.port=0").load();
    try (SchemaRegistry registry = SchemaRegistry.connect(settings.registry());
        Meters meters = new Meters()) {
      Topics topics = Topics.of(settings, registry);
      TopicSetup.ensure(settings, topics);
      try (CheckpointControl checkpoints =
              new CheckpointControl(settings, topics, this::statusOrFailure);
          LiveFigures figures = new LiveFigures(settings, meters, Optional.empty());
          DashboardServer server =
              DashboardServer.start(
                  settings, topics, figures, new Health(), checkpoints, Optional::empty)) {
        send(settings, topics.deadLetters().name());

        assertThat(lettersUntilTheFault(server.url())).isEqualTo(1);
      }
    }
  }

  private Optional<CheckpointStatus> statusOrFailure() {
    if (failing) {
      throw new IllegalStateException("the broker is away");
    }
    return Optional.empty();
  }

  private static void send(Settings settings, String topic) throws Exception {
    try (var producer =
        new KafkaProducer<>(
            settings.producerProperties(), new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>(topic, new byte[] {1}, new byte[] {2})).get();
    }
  }

  private int lettersUntilTheFault(String url) throws Exception {
    int letters = 0;
    try (LiveStream stream = new LiveStream(url)) {
      while (true) {
        JsonNode tick = stream.next();
        letters += tick.path("deadLetters").size();
        failing = letters > 0;
        if (tick.path("fault").asText().contains("the broker is away")) {
          return letters;
        }
      }
    }
  }
}
