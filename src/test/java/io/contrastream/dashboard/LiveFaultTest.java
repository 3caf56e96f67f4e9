package io.contrastream.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.contrastream.cluster.LocalCluster;
import io.contrastream.config.Settings;
import io.contrastream.config.Sources;
import io.contrastream.telemetry.Health;
import io.contrastream.telemetry.Meters;
import io.contrastream.topic.TopicSetup;
import io.contrastream.topic.Topics;
import io.contrastream.topic.registry.SchemaRegistry;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What those who watch are told where a part that the feed asks fails midway. */
class LiveFaultTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Fails from when it is told to. */
  private static final class FailingDesk implements CheckpointDesk {
    private volatile boolean failing;

    @Override
    public View view() {
      if (failing) {
        throw new IllegalStateException("the broker is away");
      }
      return new View(null, null, null, List.of(), List.of());
    }

    @Override
    public void activate(String id) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void rollBack() {
      throw new UnsupportedOperationException();
    }
  }

  @Test
  @Timeout(300)
  void shouldTellOfAFaultAndNothingTwice() throws Exception {
    try (LocalCluster cluster = LocalCluster.startThrowAway(0, 0)) {
      Settings settings =
          Settings.load(
              new Sources(
                  Optional.empty(),
                  Map.of(),
                  List.of(
                      "kafka.bootstrap.servers=" + cluster.bootstrapServers(),
                      "registry.schema.registry.url=" + cluster.registryUrl(),
                      "dashboard.port=0")));
      try (SchemaRegistry registry = SchemaRegistry.connect(settings.registry());
          Meters meters = new Meters()) {
        Topics topics = Topics.of(settings.topics(), registry);
        TopicSetup.ensure(settings, topics);
        FailingDesk desk = new FailingDesk();
        try (DashboardServer server =
            DashboardServer.start(settings, topics, meters, new Health(), desk, Optional::empty)) {
          send(settings, topics.deadLetters().name());

          assertThat(lettersUntilTheFault(server.url(), desk)).isEqualTo(1);
        }
      }
    }
  }

  private static void send(Settings settings, String topic) throws Exception {
    try (var producer =
        new KafkaProducer<>(
            settings.producerProperties(), new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>(topic, new byte[] {1}, new byte[] {2})).get();
    }
  }

  private static int lettersUntilTheFault(String url, FailingDesk desk) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + "/api/live"))
            .header("Accept", "text/event-stream")
            .build();
    int letters = 0;
    try (var lines =
        new BufferedReader(
            new InputStreamReader(
                HttpClient.newHttpClient().send(request, BodyHandlers.ofInputStream()).body(),
                StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("data:")) {
          JsonNode tick = JSON.readTree(line.substring("data:".length()));
          letters += tick.path("deadLetters").size();
          desk.failing = letters > 0;
          if (tick.path("fault").asText().contains("the broker is away")) {
            return letters;
          }
        }
      }
    }
    throw new AssertionError("The stream has ended");
  }
}
