package io.contrastream.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.contrastream.config.DashboardSettings;
import io.contrastream.config.ImageFit;
import io.contrastream.image.Digit;
import io.contrastream.neighbours.Neighbours;
import io.contrastream.schema.ImageEmbedding;
import io.contrastream.schema.Modality;
import io.contrastream.telemetry.Health;
import io.contrastream.telemetry.Meters;
import io.contrastream.topic.FloatVector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that are answered without Kafka. */
class NeighbourRoutesTest {
  private static final int DIMENSION = 64;

  private static final String PIXELS = Base64.getEncoder().encodeToString(new byte[Digit.PIXELS]);

  private final Meters meters = new Meters();
  private final Neighbours neighbours = new Neighbours(1000, id -> false);
  private DashboardServer server;

  @BeforeEach
  void start() {
    neighbours.add(List.of(embedding("east", 1, 0), embedding("north", 0, 1)));
    server =
        DashboardServer.listen(
            new DashboardSettings(true, "127.0.0.1", 0, "", 1000),
            meters,
            new Health(),
            config -> {
              ProcessModel model =
                  new ProcessModel(EnumSet.allOf(Modality.class), ImageFit.EXACT, Optional::empty);
              RecentInputs inputs = new RecentInputs();
              new EmbeddingRoutes(null, model, neighbours, inputs, place -> null).addTo(config);
              new NeighbourRoutes(model, neighbours, inputs, place -> null).addTo(config);
            });
  }

  @AfterEach
  void stop() {
    server.close();
    meters.close();
  }

  @Test
  void shouldFindTheNeighboursOfAVector() throws Exception {
    HttpResponse<String> response = get("vector=" + vector("0.1", "2") + "&k=1");

    JsonNode answer = new ObjectMapper().readTree(response.body());
    assertThat(answer.at("/space").asText()).isEqualTo("one");
    assertThat(answer.at("/indexed").asInt()).isEqualTo(2);
    assertThat(answer.at("/neighbours")).hasSize(1);
    assertThat(answer.at("/neighbours/0/imageId").asText()).isEqualTo("north");
    assertThat(answer.at("/neighbours/0/cosine").asDouble()).isBetween(0.99, 1.0);
  }

  @Test
  void shouldFindTheNeighboursOfAnImage() throws Exception {
    HttpResponse<String> response = get("image=east&space=one");

    JsonNode answer = new ObjectMapper().readTree(response.body());
    assertThat(answer.at("/neighbours/0/imageId").asText()).isEqualTo("east");
    assertThat(answer.at("/neighbours/1/imageId").asText()).isEqualTo("north");
  }

  @ParameterizedTest
  @ValueSource(strings = {"NaN", "Infinity", "1e99", "x", ""})
  void shouldRefuseAVectorWithoutFiniteNumbers(String number) throws Exception {
    HttpResponse<String> response = get("vector=" + vector("1", number));

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(error(response)).contains(DIMENSION + " finite numbers");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "1,2,3"})
  void shouldRefuseAVectorOfAnotherLength(String vector) throws Exception {
    HttpResponse<String> response = get("vector=" + vector);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(error(response)).contains(DIMENSION + " finite numbers");
  }

  @Test
  void shouldRefuseAVectorWithoutADirection() throws Exception {
    HttpResponse<String> response = get("vector=" + vector("0", "0"));

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(error(response)).contains("not all of them 0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "101", "9999999999", "ten", "1.5", ""})
  void shouldRefuseAnInvalidNumberOfNeighbours(String count) throws Exception {
    HttpResponse<String> response = get("image=east&k=" + count);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(error(response)).contains("k is " + count).contains("1 to 100");
  }

  @ParameterizedTest
  @CsvSource({
    "'',400,Give either image=ID",
    "image=east&vector=1,400,Give either image=ID",
    "image=west,404,does not hold that image",
    "image=east&space=two,404,No embedding of that space"
  })
  void shouldExplainAnInvalidQuery(String query, int status, String error) throws Exception {
    HttpResponse<String> response = get(query);

    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(error(response)).contains(error);
  }

  @Test
  void shouldRefuseAQueryThatIsTooLong() throws Exception {
    assertThat(get("vector=" + "1,".repeat(8000)).statusCode()).isEqualTo(414);
  }

  @ParameterizedTest
  @CsvSource({"7.5", "-1", "10", "99999999999", "true", "'\"7\"'"})
  void shouldRefuseAnInvalidLabel(String label) throws Exception {
    HttpResponse<String> response =
        post("{\"pixels\": \"%s\", \"label\": %s}".formatted(PIXELS, label));

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(error(response)).contains("label is " + label, "0 to " + (Digit.CLASSES - 1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                     | pixels is missing",
        "{\"pixels\": 7}        | pixels is missing",
        "{\"pixels\": \"!\"}    | pixels is not Base64",
        "{\"pixels\": \"AAAA\"} | has 3 bytes of pixels",
        "[1]                    | must be a JSON object",
        "pixels=AAAA            | not JSON",
        "{} {}                  | not JSON",
        "''                     | must be a JSON object"
      })
  void shouldExplainAnInvalidImage(String body, String error) throws Exception {
    HttpResponse<String> response = post(body);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(error(response)).contains(error);
  }

  @Test
  void shouldRefuseABodyThatIsNestedTooDeep() throws Exception {
    HttpResponse<String> response = post("[".repeat(50_000));

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(error(response)).contains("nested too deep");
  }

  @Test
  void shouldRefuseAnotherMethod() throws Exception {
    HttpResponse<String> response =
        HttpClient.newHttpClient()
            .send(request("/api/images").DELETE().build(), BodyHandlers.ofString());

    assertThat(response.statusCode()).isEqualTo(405);
    assertThat(error(response)).isNotEmpty();
  }

  @Test
  void shouldRefuseABodyThatIsTooLarge() throws Exception {
    HttpResponse<String> response = post("{\"pixels\": \"%s\"}".formatted("A".repeat(3 << 20)));

    assertThat(response.statusCode()).isEqualTo(413);
    assertThat(error(response)).isNotEmpty();
  }

  @Test
  void shouldAcceptJsonOnly() throws Exception {
    HttpResponse<String> response =
        send(request("/api/images").header("Content-Type", "text/plain"), "{}");

    assertThat(response.statusCode()).isEqualTo(415);
    assertThat(error(response)).contains("application/json");
  }

  private HttpResponse<String> get(String query) throws Exception {
    return HttpClient.newHttpClient()
        .send(request("/api/nearest?" + query).build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String body) throws Exception {
    return send(request("/api/images").header("Content-Type", "application/json"), body);
  }

  private static HttpResponse<String> send(HttpRequest.Builder request, String body)
      throws Exception {
    return HttpClient.newHttpClient()
        .send(request.POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(server.url() + path));
  }

  private static String error(HttpResponse<String> response) throws Exception {
    return new ObjectMapper().readTree(response.body()).path("error").asText();
  }

  private static String vector(String first, String second) {
    return first
        + ","
        + second
        + IntStream.range(2, DIMENSION).mapToObj(i -> ",0").collect(Collectors.joining());
  }

  private static ImageEmbedding embedding(String id, float first, float second) {
    float[] vector = new float[DIMENSION];
    vector[0] = first;
    vector[1] = second;
    return ImageEmbedding.newBuilder()
        .setImageId(id)
        .setVector(FloatVector.of(vector))
        .setCheckpointId("one")
        .build();
  }
}
