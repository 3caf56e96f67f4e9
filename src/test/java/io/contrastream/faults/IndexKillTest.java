package io.contrastream.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.contrastream.cli.Main;
import io.contrastream.config.Settings;
import io.contrastream.index.FileHeader;
import io.contrastream.index.IndexFolder;
import io.contrastream.index.Spaces;
import io.contrastream.neighbours.NeighbourIndex;
import io.contrastream.schema.ImageEmbedding;
import io.contrastream.schema.Modality;
import io.contrastream.similarity.CosineSimilarity;
import io.contrastream.sink.Embeddings;
import io.contrastream.testing.Await;
import io.contrastream.testing.EmbeddedCluster;
import io.contrastream.testing.TestSettings;
import io.contrastream.topic.FloatVector;
import io.contrastream.topic.TopicSetup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Kills {@code contrastream index} while embeddings arrive, replace others and are deleted. */
class IndexKillTest {
  private static final int IDS = 400;
  private static final int KILLS = 3;
  private static final int PARTITIONS = 3;
  private static final String SPACE = "space";

  @RegisterExtension static final EmbeddedCluster CLUSTER = new EmbeddedCluster();

  /**
   * @param vector null for a tombstone
   */
  private record Sent(int partition, long offset, String id, float[] vector) {}

  @TempDir private Path folder;
  private final Queue<Sent> sent = new ConcurrentLinkedQueue<>();
  private final Random random = new Random(11);
  private volatile boolean stopped;

  private void sendUntilStopped(Settings settings) {
    Embeddings.send(
        settings,
        sender -> {
          Random choice = new Random(7);
          for (int i = 0; !stopped; i++) {
            String id =
                i % 2 == 0 ? "once" + i : "id" + choice.nextInt(IDS); // later ones hide gaps
            float[] vector = i % 21 == 0 ? null : new float[] {i, 1000, choice.nextInt(1000), 1};
            send(id, vector, sender);
            if (i % 5 == 0) {
              Await.pause(1);
            }
          }
        });
  }

  private void send(String id, float[] vector, Embeddings.Sender sender) {
    byte[] value = null;
    if (vector != null) {
      ImageEmbedding embedding = Embeddings.of(id, SPACE);
      embedding.setVector(FloatVector.of(vector));
      value = sender.topic().values().serializer().serialize(sender.topic().name(), embedding);
    }
    sender
        .producer()
        .send(
            new ProducerRecord<>(sender.topic().name(), id, value),
            (where, failure) -> sent.add(new Sent(where.partition(), where.offset(), id, vector)));
  }

  @Test
  void shouldHoldTheNewestOfEachInputWhereverItIsKilled() throws Exception {
    // given
    TestSettings overrides =
        CLUSTER
            .settings("killed")
            .with("topics.partitions=" + PARTITIONS, "sink.batch.size=50")
            .with("index.port=" + freePort());
    Settings settings = overrides.load();
    CLUSTER.prepare(settings);
    Path index = folder.resolve("index");
    CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> sendUntilStopped(settings));

    for (int i = 0; i < KILLS; i++) {
      // when
      try (ChildProcess process = start(overrides, index)) {
        Await.until(
            "it indexes", () -> status(settings) > 0 && sum("records_total ", settings) > 0);
        Await.pause(random.nextInt(300));
        process.kill();
      }

      // then
      requireExact(settings, copy(index, i));
    }

    // and when
    try (ChildProcess process = start(overrides, index)) {
      Await.until("it catches up", () -> status(settings) == 200);
      stopped = true;
      sending.join();
      int count = state(each -> true).size();
      Await.until(
          "all is indexed",
          () -> indexed(settings) == count && sum("position{", settings) == sent.size());
      assertThat(process.isAlive()).isTrue();
    }
    assertThat(requireExact(settings, index)).isEqualTo(sent.size());
  }

  private ChildProcess start(TestSettings overrides, Path index) {
    return ChildProcess.start(
        folder.resolve("index.log"),
        List.of(),
        Main.class.getName(),
        List.of(overrides.commandLine("index", index.toString())));
  }

  /** The status of its readiness, 0 if it does not answer. */
  private static int status(Settings settings) {
    try {
      return HttpClient.newHttpClient()
          .send(request(settings, "/health/ready"), BodyHandlers.discarding())
          .statusCode();
    } catch (IOException | InterruptedException e) {
      return 0;
    }
  }

  private static HttpRequest request(Settings settings, String path) {
    return HttpRequest.newBuilder(
            URI.create("http://127.0.0.1:%d%s".formatted(settings.index().port(), path)))
        .build();
  }

  private static String body(Settings settings, String path) {
    try {
      return HttpClient.newHttpClient()
          .send(request(settings, path), BodyHandlers.ofString())
          .body();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static int indexed(Settings settings) {
    try {
      return new ObjectMapper()
          .readTree(body(settings, "/api/nearest?vector=1,1,1,1"))
          .path("indexed")
          .asInt();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static double sum(String metric, Settings settings) {
    return body(settings, "/metrics")
        .lines()
        .filter(line -> line.startsWith("contrastream_index_" + metric))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  /** As the killed process left it; the next one must not find it mended. */
  private Path copy(Path from, int number) throws IOException {
    Path to = Files.createDirectories(folder.resolve("copy" + number));
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
    return to;
  }

  /** Compares a folder with the records before its positions, and returns how many these are. */
  private long requireExact(Settings settings, Path saved) {
    String topic = settings.topics().embeddings();
    FileHeader header = new FileHeader(topic, TopicSetup.id(settings, topic), "1/1");
    Spaces spaces = new Spaces(settings.index().vectors());
    Map<Integer, Long> positions;
    try (IndexFolder opened = IndexFolder.open(saved, header, spaces)) {
      positions = opened.positions();
    }
    long read = positions.values().stream().mapToLong(each -> each).sum();
    Predicate<Sent> isRead = each -> each.offset() < positions.getOrDefault(each.partition(), 0L);
    Await.first(
        "%d of %s are known to be sent".formatted(read, positions),
        () -> sent.stream().filter(isRead).count(),
        count -> count == read);
    Map<String, float[]> expected = state(isRead);
    NeighbourIndex index = spaces.index(SPACE).orElseThrow();
    assertThat(index.size()).isEqualTo(expected.size());
    expected.forEach(
        (id, vector) ->
            assertThat(index.vector(Modality.IMAGE, id).orElseThrow())
                .as(id)
                .containsExactly(CosineSimilarity.unit(vector)));
    return read;
  }

  /** The newest vectors after what was sent. */
  private Map<String, float[]> state(Predicate<Sent> wanted) {
    Map<String, float[]> newest = new HashMap<>();
    sent.stream()
        .filter(wanted)
        .forEach(
            each -> {
              newest.remove(each.id());
              if (each.vector() != null) {
                newest.put(each.id(), each.vector());
              }
            });
    return newest;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
