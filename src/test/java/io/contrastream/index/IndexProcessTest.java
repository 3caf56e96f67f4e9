package io.contrastream.index;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.contrastream.config.Settings;
import io.contrastream.schema.ImageEmbedding;
import io.contrastream.sink.Embeddings;
import io.contrastream.sink.SinkCounts;
import io.contrastream.sink.SinkListener;
import io.contrastream.testing.Await;
import io.contrastream.testing.EmbeddedCluster;
import io.contrastream.topic.Topics;
import io.contrastream.topic.registry.SchemaRegistry;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class IndexProcessTest {
  private static final int ROWS = 400;
  private static final SinkListener SILENT =
      new SinkListener() {
        @Override
        public void progress(SinkCounts counts) {}

        @Override
        public void note(String what) {}
      };

  @RegisterExtension static final EmbeddedCluster CLUSTER = new EmbeddedCluster();

  @TempDir private Path folder;
  private final List<Running> running = new ArrayList<>();

  /** A process on a thread of its own. */
  private static final class Running implements AutoCloseable {
    private final SchemaRegistry registry;
    private final IndexProcess index;
    private final CompletableFuture<IndexCounts> result;
    private volatile boolean stopped;

    Running(Settings settings, Path folder) {
      registry = SchemaRegistry.connect(settings.registry());
      index = IndexProcess.start(folder, settings, Topics.of(settings, registry), SILENT);
      result = CompletableFuture.supplyAsync(() -> index.run(() -> stopped));
      Await.until("the index is ready", () -> index.isReady() || result.isDone());
    }

    IndexCounts stop() {
      stopped = true;
      IndexCounts counts = result.join();
      close();
      return counts;
    }

    @Override
    public void close() {
      stopped = true;
      index.close();
      registry.close();
    }
  }

  private Running start(Settings settings, String name) {
    Running started = new Running(settings, folder.resolve(name));
    running.add(started);
    return started;
  }

  @AfterEach
  void stop() {
    running.stream().filter(each -> !each.stopped).forEach(Running::stop);
  }

  private static Settings settings(String name, String... more) {
    return CLUSTER
        .settings(name)
        .with("topics.partitions=4", "index.port=0", "index.save.interval=0ms")
        .with(more)
        .load();
  }

  private static Settings prepared(String name) {
    Settings settings = settings(name);
    CLUSTER.prepare(settings);
    return settings;
  }

  private static void send(Settings settings, String space, int from, int to) {
    Embeddings.send(
        settings,
        sender ->
            IntStream.range(from, to)
                .forEach(i -> sender.embedding(Embeddings.of("id" + i, space))));
  }

  private static HttpResponse<String> get(Running process, String path) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(process.index.url() + path))
                .timeout(Duration.ofSeconds(30))
                .build(),
            BodyHandlers.ofString());
  }

  private static JsonNode search(Running process, String query) throws Exception {
    HttpResponse<String> response = get(process, "/api/nearest?" + query);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return new ObjectMapper().readTree(response.body());
  }

  private static List<String> ids(JsonNode answer) {
    return StreamSupport.stream(answer.get("neighbours").spliterator(), false)
        .map(each -> each.get("imageId").asText())
        .toList();
  }

  @Test
  void shouldHoldTheNewestOfEachInputAndContinueWhereItWasStopped() throws Exception {
    // given
    Settings settings = prepared("whole");
    send(settings, "space", 0, ROWS);
    IndexCounts first = start(settings, "one").stop();

    // when
    ImageEmbedding again = Embeddings.of("id7", "space");
    again.setVector(Embeddings.of("id8", "space").getVector());
    again.setLabel(3);
    again.setProducedAtMs(5000);
    Embeddings.send(
        settings,
        sender -> {
          sender.embedding(again);
          sender.bytes("id9", null);
        });
    Running process = start(settings, "one");

    // then
    JsonNode answer = search(process, "image=id8&k=2");
    assertThat(ids(answer)).containsExactlyInAnyOrder("id7", "id8");
    assertThat(answer.get("indexed").asInt()).isEqualTo(ROWS - 1);
    assertThat(answer.get("partial").asBoolean()).isFalse();
    assertThat(ids(search(process, "image=id8&label=3"))).containsExactly("id7");
    assertThat(ids(search(process, "image=id8&from=1970-01-01T00:00:02Z"))).containsExactly("id7");
    assertThat(ids(search(process, "image=id8&modality=caption"))).isEmpty();
    assertThat(get(process, "/api/nearest?image=id9").statusCode()).isEqualTo(404);
    assertThat(get(process, "/health/ready").statusCode()).isEqualTo(200);
    Await.until(
        "the metrics name the vectors",
        () ->
            metrics(process)
                .contains("contrastream_index_vectors{modality=\"image\",space=\"space\"} 399"));
    IndexCounts second = process.stop();
    assertThat(first.rows()).isEqualTo(ROWS);
    assertThat(second.rows()).isEqualTo(1); // nothing was read twice
    assertThat(second.tombstones()).isEqualTo(1);
  }

  private static String metrics(Running process) {
    try {
      return get(process, "/metrics").body();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void shouldAnswerAPostedVector() throws Exception {
    // given
    Settings settings = prepared("posted");
    send(settings, "space", 0, 10);
    Running process = start(settings, "one");
    String vector = Embeddings.of("id3", "space").getVector().toString();

    // when
    HttpResponse<String> answer = post(process, "{\"vector\": " + vector + "}");
    List<String> wrong =
        List.of("[1, 2]", "{\"a\": 1}", "[1, 2, 3, null]", "[0, 0, 0, 0]", "[1, 2, 3, 1e99]", "7");

    // then
    assertThat(ids(new ObjectMapper().readTree(answer.body()))).containsExactly("id3");
    for (String each : wrong) {
      HttpResponse<String> refused = post(process, "{\"vector\": " + each + "}");
      assertThat(refused.statusCode()).as(each).isEqualTo(400);
      assertThat(refused.body()).contains("a list of 4 finite numbers");
    }
  }

  @Test
  void shouldRefuseWrongRequests() throws Exception {
    // given
    Settings settings = prepared("wrong");
    send(settings, "space", 0, 10);
    Running process = start(settings, "one");
    List<String> wrong =
        List.of(
            "image=id1&k=0",
            "image=id1&k=101",
            "image=id1&k=x",
            "image=id1&label=x",
            "image=id1&label=-1",
            "image=id1&from=yesterday",
            "image=id1&to=2026-01-31",
            "image=id1&modality=smell",
            "image=id1&caption=id1",
            "vector=NaN,1,2,3",
            "vector=1,2,3",
            "vector=Infinity,1,2,3",
            "text=seven",
            "k=3");

    for (String each : wrong) {
      // when
      HttpResponse<String> answer = get(process, "/api/nearest?" + each);

      // then
      assertThat(answer.statusCode()).as(each + answer.body()).isEqualTo(400);
    }
    assertThat(get(process, "/api/vector?vector=1,2,3,4").statusCode()).isEqualTo(400);
    assertThat(get(process, "/api/vector?image=unknown").statusCode()).isEqualTo(404);
    assertThat(get(process, "/api/nearest?image=id1&space=unknown").statusCode()).isEqualTo(404);
    assertThat(post(process, "1".repeat(2 << 20)).statusCode()).isEqualTo(413);
    assertThat(post(process, "[1, 2, 3, 4]").statusCode()).isEqualTo(400);
  }

  @Test
  void shouldSayThatItIsBeingLoaded() throws Exception {
    Settings settings = prepared("loading");
    try (SchemaRegistry registry = SchemaRegistry.connect(settings.registry());
        IndexProcess index =
            IndexProcess.start(
                folder.resolve("one"), settings, Topics.of(settings, registry), SILENT)) {
      HttpRequest search =
          HttpRequest.newBuilder(URI.create(index.url() + "/api/nearest?image=id1")).build();

      HttpResponse<String> answer =
          HttpClient.newHttpClient().send(search, BodyHandlers.ofString());

      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.body()).contains("The index is being loaded");
    }
  }

  private static HttpResponse<String> post(Running process, String body) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(process.index.url() + "/api/nearest?k=1"))
                .POST(BodyPublishers.ofString(body))
                .build(),
            BodyHandlers.ofString());
  }

  @Test
  void shouldMergeTheAnswersOfInstancesAndNameThoseThatDoNotAnswer() throws Exception {
    // given
    Settings settings = prepared("shared");
    send(settings, "space", 0, ROWS);
    Running whole = start(settings, "whole");
    Running second = start(settings("shared", "index.instance=2/2"), "second");
    Running first =
        start(
            settings("shared", "index.instance=1/2", "index.peers=" + second.index.url()), "first");
    Running lonely =
        start(
            settings(
                "shared",
                "index.instance=1/2",
                "index.peer.timeout=300ms",
                "index.peers=http://127.0.0.1:" + freePort()),
            "lonely");

    for (int i = 0; i < 20; i++) {
      String query = "k=5&image=id" + i;

      // when
      JsonNode merged = search(first, query);
      JsonNode local = search(first, query.replace("image=id" + i, vector(i)) + "&local=true");

      // then
      assertThat(ids(merged)).isEqualTo(ids(search(whole, query)));
      assertThat(merged.get("indexed").asInt()).isEqualTo(ROWS);
      assertThat(merged.get("partial").asBoolean()).isFalse();
      assertThat(local.get("indexed").asInt()).isBetween(1, ROWS - 1);

      // and when
      JsonNode partial = search(lonely, "k=5&" + vector(i));

      // then
      assertThat(partial.get("partial").asBoolean()).isTrue();
      assertThat(partial.at("/missing/0/peer").asText()).startsWith("http://127.0.0.1:");
      assertThat(ids(partial)).isEqualTo(ids(local));
    }
  }

  /** Two instances whose threads all waited for each other would answer nothing. */
  @Test
  void shouldAnswerOtherInstancesWhileManySearchesWaitForThem() throws Exception {
    // given
    Settings settings = prepared("waiting");
    send(settings, "space", 0, 20);
    try (FakePeer hanging = FakePeer.hanging(true)) {
      Running process =
          start(
              settings(
                  "waiting",
                  "index.instance=1/2",
                  "index.peer.timeout=1m",
                  "index.peers=" + hanging.url()),
              "one");
      HttpClient client = HttpClient.newHttpClient();
      HttpRequest waiting =
          HttpRequest.newBuilder(URI.create(process.index.url() + "/api/nearest?" + vector(1)))
              .build();

      // when
      List<CompletableFuture<HttpResponse<String>>> answers =
          IntStream.range(0, 100)
              .mapToObj(i -> client.sendAsync(waiting, BodyHandlers.ofString()))
              .toList();
      JsonNode local = search(process, vector(1) + "&local=true");

      // then
      assertThat(ids(local)).isNotEmpty();
      assertThat(answers).noneMatch(CompletableFuture::isDone);
      hanging.stop();
      for (CompletableFuture<HttpResponse<String>> each : answers) {
        assertThat(each.join().body()).contains("\"partial\":true");
      }
      assertThat(get(process, "/api/nearest?image=unknown").statusCode()).isEqualTo(503);
    }
  }

  private static String vector(int i) {
    return "vector="
        + Embeddings.of("id" + i, "space").getVector().toString().replaceAll("[\\[\\] ]", "");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Test
  void shouldAnswerFromTheOldSpaceUntilTheNewOneIsAsFull() throws Exception {
    // given
    Settings settings = prepared("spaces");
    send(settings, "old", 0, 50);
    send(settings, "new", 0, 49);
    start(settings, "one").stop();
    Running process = start(settings, "one");
    JsonNode before = search(process, "image=id1");
    JsonNode filling = search(process, "image=id1&space=new");

    // when
    send(settings, "new", 49, 50);
    process.stop();
    Running after = start(settings, "one");

    // then
    assertThat(before.get("space").asText()).isEqualTo("old");
    assertThat(filling.get("partial").asBoolean()).isTrue();
    assertThat(search(after, "image=id1").get("space").asText()).isEqualTo("new");
    JsonNode old = search(after, "image=id1&space=old");
    assertThat(old.get("indexed").asInt()).isEqualTo(50);
    assertThat(old.get("partial").asBoolean()).isFalse();
    JsonNode unknown = search(after, vector(1) + "&space=unknown&local=true");
    assertThat(unknown.get("neighbours")).isEmpty();
    assertThat(unknown.get("partial").asBoolean()).isFalse();
  }

  @Test
  void shouldAskForTheTokenAndForAKnownHost() throws Exception {
    // given
    prepared("token");
    Running process = start(settings("token", "index.token=sesame-sesame"), "one");

    // when
    HttpResponse<String> without = get(process, "/api/nearest?image=x");
    HttpResponse<String> with =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(process.index.url() + "/api/nearest?image=x"))
                    .header("Authorization", "Bearer sesame-sesame")
                    .build(),
                BodyHandlers.ofString());

    // then
    assertThat(without.statusCode()).isEqualTo(401);
    assertThat(without.body()).contains("index.token");
    assertThat(with.statusCode()).isEqualTo(404);
    assertThat(with.body()).contains("No embedding has been indexed yet");
  }
}
