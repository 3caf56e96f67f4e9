package io.contrastream.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.contrastream.config.DashboardSettings;
import io.contrastream.config.ImageFit;
import io.contrastream.config.Settings;
import io.contrastream.image.Digit;
import io.contrastream.schema.DigitImage;
import io.contrastream.telemetry.Health;
import io.contrastream.telemetry.Meters;
import io.contrastream.testing.TestSettings;
import io.contrastream.topic.InputRecord;
import io.contrastream.topic.Topics;
import io.contrastream.topic.registry.InMemoryRegistry;
import io.javalin.http.GatewayTimeoutResponse;
import io.javalin.http.ServiceUnavailableResponse;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class EmbeddingClientTest {
  private static final InputRecord IMAGE =
      InputRecord.of(
          DigitImage.newBuilder()
              .setImageId("http-1")
              .setLabel(7)
              .setPixels(ByteBuffer.allocate(Digit.PIXELS))
              .build());

  private final Settings settings = TestSettings.offline();
  private final Topics topics = Topics.of(settings, new InMemoryRegistry());

  @Test
  void shouldReportThatKafkaDoesNotAnswer() {
    try (EmbeddingClient embeddings =
        new EmbeddingClient(settings, topics, Duration.ofSeconds(1))) {

      assertThatThrownBy(() -> embeddings.embed(IMAGE, new RecordHeaders()))
          .isInstanceOf(GatewayTimeoutResponse.class)
          .hasMessageContaining("Kafka does not answer");
    }
  }

  @Test
  void shouldLetTheServerAnswerWhileManyWait() throws Exception {
    try (EmbeddingClient embeddings =
            new EmbeddingClient(settings, topics, Duration.ofSeconds(20));
        Meters meters = new Meters();
        DashboardServer server =
            DashboardServer.listen(
                new DashboardSettings(true, "127.0.0.1", 0, "", 1000),
                meters,
                new Health(),
                new EmbeddingRoutes(
                        embeddings,
                        new ProcessModel(settings.modalities(), ImageFit.EXACT, Optional::empty),
                        null,
                        null,
                        null)
                    ::addTo)) {
      String pixels = Base64.getEncoder().encodeToString(new byte[Digit.PIXELS]);
      HttpRequest image =
          HttpRequest.newBuilder(URI.create(server.url() + "/api/images"))
              .header("Content-Type", "application/json")
              .POST(BodyPublishers.ofString("{\"pixels\": \"%s\"}".formatted(pixels)))
              .build();
      HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
      List<CompletableFuture<HttpResponse<String>>> waiting =
          IntStream.range(0, 50)
              .mapToObj(i -> client.sendAsync(image, BodyHandlers.ofString()))
              .toList();
      HttpRequest health =
          HttpRequest.newBuilder(URI.create(server.url() + "/health/live")).build();

      assertThat(client.send(health, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
      assertThat(waiting).noneMatch(CompletableFuture::isDone);
    }
  }

  @Test
  void shouldRefuseImagesOnceClosed() {
    EmbeddingClient embeddings = new EmbeddingClient(settings, topics, Duration.ofSeconds(1));
    embeddings.close();

    assertThatThrownBy(() -> embeddings.embed(IMAGE, new RecordHeaders()))
        .isInstanceOf(ServiceUnavailableResponse.class);
  }
}
