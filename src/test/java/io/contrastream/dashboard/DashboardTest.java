package io.contrastream.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.contrastream.config.Settings;
import io.contrastream.demo.Demo;
import io.contrastream.demo.DemoPlan;
import io.contrastream.feed.InputFeed;
import io.contrastream.image.Digit;
import io.contrastream.image.source.DigitSources;
import io.contrastream.lifecycle.Closeables;
import io.contrastream.schema.ImageEmbedding;
import io.contrastream.testing.Await;
import io.contrastream.testing.EmbeddedCluster;
import io.contrastream.topic.TopicReader;
import io.contrastream.topic.Topics;
import io.contrastream.topic.TraceContext;
import io.contrastream.topic.registry.SchemaRegistry;
import java.io.File;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The HTTP API of a whole demo's dashboard. */
class DashboardTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration TIMEOUT = Duration.ofMinutes(2);
  private static final String TOKEN = "a-token-for-tests";

  @TempDir static Path folder;
  @RegisterExtension static final EmbeddedCluster CLUSTER = new EmbeddedCluster();
  private static Settings settings;
  private static Demo demo;
  private static String url;

  @BeforeAll
  static void start() throws Exception {
    settings =
        CLUSTER
            .settings("demo")
            .with(
                "stream.state.dir=" + folder,
                "loss.window=1s",
                "loss.grace=0s",
                "dashboard.port=0",
                "dashboard.token=" + TOKEN)
            .load();
    demo =
        Demo.start(
            settings,
            new DemoPlan(
                DigitSources.open("drawn:200", 1), 1, new InputFeed.Plan(Long.MAX_VALUE, 100)));
    url = demo.dashboard().url().orElseThrow();
  }

  @AfterAll
  static void stop() {
    Closeables.closeAll(demo);
  }

  @Test
  void shouldStreamPairsDotsAndLosses() throws Exception {
    JsonNode pair = tick(tick -> tick.path("pairs").size() > 0).path("pairs").get(0);
    tick(tick -> tick.path("map").path("dots").size() > 0);
    JsonNode loss = tick(tick -> tick.path("loss").size() > 0).path("loss").get(0);

    assertThat(pair.path("cosine").asDouble()).isBetween(-1.0, 1.0);
    assertThat(loss.path("positives").asLong() + loss.path("negatives").asLong()).isPositive();
    HttpResponse<byte[]> picture =
        HttpClient.newHttpClient()
            .send(
                request("/api/images/" + pair.path("anchor").asText()).build(),
                BodyHandlers.ofByteArray());
    assertThat(picture.statusCode()).isEqualTo(200);
    assertThat(picture.body()).startsWith(0x89, 'P', 'N', 'G');
  }

  @Test
  void shouldServeTheVectorsOfTheMap() throws Exception {
    tick(tick -> tick.path("map").path("dots").size() > 0);

    JsonNode all = JSON.readTree(send(request("/api/embeddings")).body());
    JsonNode none =
        JSON.readTree(send(request("/api/embeddings?after=" + Long.MAX_VALUE / 10)).body());

    int dimension = all.path("dimension").asInt();
    assertThat(dimension).isPositive();
    assertThat(all.path("vectors").binaryValue())
        .hasSize(all.path("images").size() * dimension * Float.BYTES);
    assertThat(all.path("last").asInt()).isGreaterThanOrEqualTo(all.path("images").size());
    assertThat(none.path("images")).isEmpty();
    assertThat(send(request("/api/embeddings?after=-1")).statusCode()).isEqualTo(400);
  }

  @Test
  void shouldServeThePageSettingsWithoutTheToken() throws Exception {
    String body = send(request("/api/settings")).body();

    assertThat(JSON.readTree(body).path("mayActivate").asBoolean()).isTrue();
    assertThat(JSON.readTree(body).path("driftThreshold").asDouble()).isEqualTo(0.05);
    assertThat(JSON.readTree(body).path("imageWidth").asInt()).isEqualTo(Digit.WIDTH);
    assertThat(JSON.readTree(body).path("imageHeight").asInt()).isEqualTo(Digit.HEIGHT);
    assertThat(body).doesNotContain(TOKEN);
  }

  @Test
  void shouldShowADeadLetterWithItsCause() throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            settings.producerProperties(), new ByteArraySerializer(), new ByteArraySerializer())) {
      byte[] value = "not avro\u0001".getBytes(StandardCharsets.UTF_8);
      producer.send(new ProducerRecord<>(settings.topics().images(), value));
    }

    JsonNode letter = tick(tick -> tick.path("deadLetters").size() > 0).path("deadLetters").get(0);

    assertThat(letter.path("cause").asText()).contains("Not Avro");
    assertThat(letter.path("text").asText()).isEqualTo("not avro·");
    assertThat(letter.path("topic").asText()).isEqualTo(settings.topics().images());
    JsonNode counted = tick(tick -> droppedOf(tick) > 0);
    assertThat(droppedOf(counted)).isEqualTo(1);
  }

  private static double droppedOf(JsonNode tick) {
    return tick.path("figures").path("contrastream.records.dropped").asDouble();
  }

  @Test
  void shouldCarryATraceFromTheRequestToTheEmbedding() throws Exception {
    String trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    try (SchemaRegistry registry = SchemaRegistry.connect(settings.registry());
        TopicReader<String, ImageEmbedding> embeddings =
            new TopicReader<>(
                settings.consumerProperties(),
                Topics.of(settings, registry).embeddings(),
                TopicReader.From.LATEST)) {
      HttpResponse<String> traced = send(image().header("traceparent", trace));
      HttpResponse<String> malformed = send(image().header("traceparent", "nonsense"));

      assertThat(traced.headers().firstValue("traceparent")).hasValue(trace);
      assertThat(malformed.statusCode()).isEqualTo(200);
      assertThat(malformed.headers().firstValue("traceparent")).isEmpty();
      assertThat(trace(embeddings, idOf(traced))).isEqualTo(trace);
    }
  }

  private static HttpRequest.Builder image() {
    String pixels = Base64.getEncoder().encodeToString(new byte[Digit.PIXELS]);
    return request("/api/images")
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString("{\"pixels\": \"" + pixels + "\"}"));
  }

  private static String idOf(HttpResponse<String> answer) throws Exception {
    return JSON.readTree(answer.body()).path("imageId").asText();
  }

  /** The traceparent of the image's embedding, once it arrives. */
  private static String trace(TopicReader<String, ImageEmbedding> embeddings, String imageId) {
    AtomicReference<String> trace = new AtomicReference<>();
    Await.until(
        "the trace of image " + imageId,
        () -> {
          embeddings.poll(
              Duration.ofMillis(100),
              record -> {
                if (record.key().equals(imageId)) {
                  trace.set(TraceContext.parent(record.headers()));
                }
              });
          return trace.get() != null;
        });
    return trace.get();
  }

  @Test
  void shouldServeMetricsOfTheProcessor() throws Exception {
    tick(tick -> tick.path("figures").path("contrastream.images.embedded").asDouble() > 0);

    String metrics = metricsWith("contrastream_processor_ready 1.0");

    assertThat(metrics)
        .containsPattern("(?m)^contrastream_records_waiting \\d")
        .containsPattern("(?m)^contrastream_records_waiting_age_seconds \\d")
        .containsPattern("(?m)^contrastream_latency_readable_seconds_count [1-9]")
        .contains("kafka_stream_thread_commit_total")
        .doesNotContainPattern("_(ns|ms)[_{ ]");
  }

  /** Polls, because a processor that rebalances is not ready for a moment. */
  private static String metricsWith(String line) throws Exception {
    return Await.first(
        line, () -> send(request("/metrics")).body(), metrics -> metrics.contains(line));
  }

  @Test
  void shouldServeMetricsThatPromtoolAccepts() throws Exception {
    assumeTrue(isOnPath("promtool"), "Prometheus' promtool is not on the PATH");
    tick(tick -> tick.path("figures").path("contrastream.images.embedded").asDouble() > 0);

    Process promtool =
        new ProcessBuilder("promtool", "check", "metrics").redirectErrorStream(true).start();
    try (OutputStream in = promtool.getOutputStream()) {
      in.write(send(request("/metrics")).body().getBytes(StandardCharsets.UTF_8));
    }
    String said = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(said).isEmpty();
    assertThat(promtool.waitFor()).isZero();
  }

  private static boolean isOnPath(String program) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  @Test
  void shouldRequireTheTokenToChangeCheckpoints() throws Exception {
    HttpResponse<String> without = send(post("/api/rollback"));
    HttpResponse<String> wrong =
        send(post("/api/rollback").header("Authorization", "Bearer wrong"));
    HttpResponse<String> right =
        send(post("/api/rollback").header("Authorization", "Bearer " + TOKEN));
    HttpResponse<String> unknown =
        send(
            post("/api/checkpoints/0123456789ab/activate")
                .header("Authorization", "bearer " + TOKEN));

    assertThat(without.statusCode()).isEqualTo(401);
    assertThat(wrong.statusCode()).isEqualTo(401);
    assertThat(right.statusCode()).isEqualTo(409);
    assertThat(right.body()).contains("no checkpoint to roll back to");
    assertThat(unknown.statusCode()).isEqualTo(409);
    assertThat(unknown.body()).contains("holds no checkpoint 0123456789ab");
  }

  @Test
  void shouldServeThePageAndItsLibraries() throws Exception {
    String page = send(request("/")).body();
    List<String> linked =
        Stream.of(page.split("\""))
            .filter(part -> part.matches("/?[\\w./-]+\\.(js|css|svg)"))
            .toList();

    assertThat(linked).hasSizeGreaterThan(3);
    for (String path : linked) {
      String absolute = path.startsWith("/") ? path : "/" + path;
      assertThat(send(request(absolute)).statusCode()).as(path).isEqualTo(200);
    }
  }

  /** Connects to the live stream and returns the first event that matches. */
  private static JsonNode tick(Predicate<JsonNode> wanted) throws Exception {
    try (LiveStream stream = new LiveStream(url)) {
      return Await.first("an event that matches", stream::next, wanted);
    }
  }

  private static HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(url + path)).timeout(TIMEOUT);
  }

  private static HttpRequest.Builder post(String path) {
    return request(path).POST(HttpRequest.BodyPublishers.noBody());
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
  }
}
