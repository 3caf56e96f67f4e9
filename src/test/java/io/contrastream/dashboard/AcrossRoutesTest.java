package io.contrastream.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.contrastream.caption.Caption;
import io.contrastream.config.DashboardSettings;
import io.contrastream.config.ImageFit;
import io.contrastream.config.Settings;
import io.contrastream.encoding.EncoderSet;
import io.contrastream.encoding.Model;
import io.contrastream.encoding.ModelSlot;
import io.contrastream.lifecycle.Closeables;
import io.contrastream.neighbours.Neighbours;
import io.contrastream.network.Models;
import io.contrastream.schema.DigitCaption;
import io.contrastream.schema.ImageEmbedding;
import io.contrastream.schema.Modality;
import io.contrastream.sound.Sound;
import io.contrastream.sound.file.WavFile;
import io.contrastream.sound.spoken.SpokenDigits;
import io.contrastream.telemetry.Health;
import io.contrastream.telemetry.Meters;
import io.contrastream.testing.TestSettings;
import io.contrastream.topic.FloatVector;
import io.contrastream.topic.InputRecord;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Captions and sounds that the process embeds itself: only images go through Kafka. */
class AcrossRoutesTest {
  private static final Sound SOUND = new SpokenDigits(1, 10).get(0).input();
  private static final byte[] WAV = InputFiles.wav(SOUND);

  @TempDir static Path folder;
  private static ModelSlot slot;

  private final Meters meters = new Meters();
  private final Neighbours neighbours = new Neighbours(1000, id -> false);
  private final RecentInputs inputs = new RecentInputs();
  private Supplier<Optional<Model>> models = () -> Optional.of(slot.acquire());
  private DashboardServer server;

  @BeforeAll
  static void load() {
    Settings settings = new TestSettings().untrainedForAll(folder).load();
    slot = new ModelSlot(Models.load(settings));
  }

  @AfterAll
  static void free() {
    slot.close();
  }

  @BeforeEach
  void start() {
    try (Model model = slot.acquire()) {
      neighbours.add(
          List.of(
              embedding("i", Modality.IMAGE, 1, model.images().embed(List.of(new byte[784]))[0]),
              embedding("c7", Modality.CAPTION, 7, vector(model, "seven")),
              embedding("c3", Modality.CAPTION, 3, vector(model, "a wobbly three")),
              embedding("s", Modality.SOUND, 4, model.sounds().embed(List.of(SOUND))[0])));
    }
    inputs.add(
        InputRecord.of(DigitCaption.newBuilder().setCaptionId("c7").setText("Seven!").build()));
    server =
        DashboardServer.listen(
            new DashboardSettings(true, "127.0.0.1", 0, "", 1000),
            meters,
            new Health(),
            config -> {
              ProcessModel model =
                  new ProcessModel(EnumSet.of(Modality.IMAGE), ImageFit.EXACT, () -> models.get());
              new InputRoutes(inputs).addTo(config);
              new EmbeddingRoutes(null, model, neighbours, inputs, place -> null).addTo(config);
              new NeighbourRoutes(model, neighbours, inputs, place -> null).addTo(config);
            });
  }

  @AfterEach
  void stop() {
    Closeables.closeAll(server, meters);
  }

  private static float[] vector(Model model, String caption) {
    return model.captions().embed(List.of(new Caption(caption)))[0];
  }

  private static ImageEmbedding embedding(String id, Modality modality, int label, float[] vector) {
    return ImageEmbedding.newBuilder()
        .setImageId(id)
        .setModality(modality)
        .setLabel(label)
        .setVector(FloatVector.of(vector))
        .setCheckpointId(slot.checkpointId())
        .build();
  }

  @Test
  void shouldFindTheNearestOfEachModalityToAText() throws Exception {
    JsonNode answer = json(get("/api/nearest?k=1&text=seven"));

    assertThat(answer.at("/checkpoint").asText()).isEqualTo(slot.checkpointId());
    assertThat(answer.at("/indexed").asInt()).isEqualTo(4);
    assertThat(answer.at("/vector")).hasSize(64);
    assertThat(answer.at("/neighbours").findValuesAsText("modality"))
        .containsExactlyInAnyOrder("image", "caption", "sound");
    JsonNode best = answer.at("/neighbours/0");
    assertThat(best.path("imageId").asText()).isEqualTo("c7");
    assertThat(best.path("label").asInt()).isEqualTo(7);
    assertThat(best.path("cosine").asDouble()).isBetween(0.9999, 1.0001);
    assertThat(best.path("text").asText()).isEqualTo("Seven!");
  }

  @Test
  void shouldFindOnlyTheModalitiesAskedFor() throws Exception {
    JsonNode captions = json(get("/api/nearest?caption=c3&modality=caption"));
    JsonNode others = json(get("/api/nearest?text=seven&modality=sound,image"));

    assertThat(captions.at("/neighbours").findValuesAsText("imageId")).containsExactly("c3", "c7");
    assertThat(captions.at("/modality").asText()).isEqualTo("caption");
    assertThat(captions.at("/neighbours/0").has("text")).as("is not cached").isFalse();
    assertThat(others.at("/neighbours").findValuesAsText("imageId"))
        .containsExactlyInAnyOrder("s", "i");
  }

  @Test
  void shouldEmbedACaption() throws Exception {
    HttpResponse<String> response = caption("{\"text\": \"seven\", \"label\": 7}");

    JsonNode answer = json(response);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    assertThat(answer.at("/modality").asText()).isEqualTo("caption");
    assertThat(answer.at("/neighbours/0/imageId").asText()).isEqualTo("c7");
    assertThat(answer.at("/vector")).isEqualTo(json(get("/api/nearest?text=seven")).at("/vector"));
    String id = answer.at("/imageId").asText();
    assertThat(get("/api/captions/" + id).body()).isEqualTo("seven");
  }

  @Test
  void shouldEmbedASoundAndPlayIt() throws Exception {
    HttpResponse<String> response = sound(BodyPublishers.ofByteArray(WAV));

    JsonNode answer = json(response);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    assertThat(answer.at("/modality").asText()).isEqualTo("sound");
    List<JsonNode> found = answer.at("/neighbours").findParents("modality");
    assertThat(found.get(0).path("imageId").asText()).isEqualTo("s");
    assertThat(found.get(0).path("cosine").asDouble()).isBetween(0.9999, 1.0001);
    HttpRequest.Builder request = request("/api/sounds/" + answer.at("/imageId").asText());
    HttpResponse<byte[]> whole = bytes(request);
    HttpResponse<byte[]> part = bytes(request.header("Range", "bytes=10-19"));
    assertThat(whole.headers().firstValue("Content-Type")).hasValue("audio/wav");
    assertThat(WavFile.parse(whole.body(), "wav").samples()).isEqualTo(SOUND.samples());
    assertThat(part.statusCode()).isEqualTo(206);
    assertThat(part.body()).startsWith(Arrays.copyOfRange(whole.body(), 10, 20));
  }

  @ParameterizedTest
  @CsvSource({
    "/api/images/x,The image is unknown",
    "/api/captions/x,The caption is unknown",
    "/api/sounds/x,The sound is unknown",
    "/api/nearest?sound=c7,does not hold that sound"
  })
  void shouldNotFindAnUnknownInput(String path, String error) throws Exception {
    HttpResponse<String> response = get(path);

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(error(response)).contains(error);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                              | text is missing",
        "{\"text\": 7}                   | text is missing",
        "{\"text\": \" \"}               | must not be blank",
        "{\"text\": \"7\", \"label\": 10} | label is 10",
        "seven                           | not JSON"
      })
  void shouldExplainAnInvalidCaption(String body, String error) throws Exception {
    HttpResponse<String> response = caption(body);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(error(response)).contains(error);
  }

  @ParameterizedTest
  @CsvSource({
    "text=,must not be blank",
    "text=seven&image=i,Give either",
    "text=seven&modality=smell,'modality is smell, allowed are image, caption, sound'",
    "text=seven&modality=,modality is",
    "text=seven&space=another,embedded in the active"
  })
  void shouldExplainAnInvalidSearch(String query, String error) throws Exception {
    HttpResponse<String> response = get("/api/nearest?" + query);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(error(response)).contains(error);
  }

  @Test
  void shouldRefuseATextThatIsTooLong() throws Exception {
    String longest = "七".repeat(256);

    HttpResponse<String> accepted = get("/api/nearest?text=" + encoded(longest));
    HttpResponse<String> refused = get("/api/nearest?text=" + encoded(longest + "七"));

    assertThat(accepted.statusCode()).isEqualTo(200);
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(error(refused)).contains("at most 256 characters, not 257");
  }

  @Test
  void shouldExplainABrokenWav() throws Exception {
    HttpResponse<String> broken = sound(BodyPublishers.ofString("no WAV"));
    HttpResponse<String> silent =
        sound(BodyPublishers.ofByteArray(InputFiles.wav(new Sound(8000, new short[8000]))));
    HttpResponse<String> labelled =
        send(
            request("/api/sounds?label=x").header("Content-Type", "audio/wav"),
            BodyPublishers.ofByteArray(WAV));

    assertThat(broken.statusCode()).isEqualTo(400);
    assertThat(error(broken)).startsWith("The WAV file");
    assertThat(silent.statusCode()).isEqualTo(400);
    assertThat(error(silent)).contains("must not be silent");
    assertThat(labelled.statusCode()).isEqualTo(400);
    assertThat(error(labelled)).contains("label is x");
  }

  @Test
  void shouldRefuseASoundThatIsTooLarge() throws Exception {
    byte[] large = new byte[InputRequest.MAX_WAV_BYTES + 1];

    HttpResponse<String> told = sound(BodyPublishers.ofByteArray(large));
    HttpResponse<String> untold =
        sound(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)));

    assertThat(told.statusCode()).isEqualTo(413);
    assertThat(untold.statusCode()).isEqualTo(413);
    assertThat(error(untold)).contains("larger than 2048 KiB");
  }

  @Test
  void shouldAcceptWavFilesOnly() throws Exception {
    HttpResponse<String> response =
        send(
            request("/api/sounds").header("Content-Type", "application/octet-stream"),
            BodyPublishers.ofByteArray(WAV));

    assertThat(response.statusCode()).isEqualTo(415);
    assertThat(error(response)).contains("audio/wav");
  }

  @Test
  void shouldSayThatTheCheckpointHasNoEncoder() throws Exception {
    models = () -> Optional.of(EncoderSet.ofImages(slot.acquire().images()));

    for (HttpResponse<String> response :
        List.of(
            get("/api/nearest?text=seven"),
            caption("{\"text\": \"seven\"}"),
            sound(BodyPublishers.ofByteArray(WAV)))) {
      assertThat(response.statusCode()).isEqualTo(409);
      assertThat(error(response))
          .contains("checkpoint, " + slot.checkpointId(), "has no encoder of", "contrastream fit");
    }
  }

  @Test
  void shouldSayThatThisProcessEmbedsNothing() throws Exception {
    models = Optional::empty;

    for (HttpResponse<String> response :
        List.of(get("/api/nearest?text=seven"), sound(BodyPublishers.ofByteArray(WAV)))) {
      assertThat(response.statusCode()).isEqualTo(503);
      assertThat(error(response)).contains("This process embeds no");
    }
  }

  private HttpResponse<String> get(String path) throws Exception {
    return HttpClient.newHttpClient().send(request(path).build(), BodyHandlers.ofString());
  }

  private static HttpResponse<byte[]> bytes(HttpRequest.Builder request) throws Exception {
    return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofByteArray());
  }

  private HttpResponse<String> caption(String body) throws Exception {
    return send(
        request("/api/captions").header("Content-Type", "application/json; charset=utf-8"),
        BodyPublishers.ofString(body));
  }

  private HttpResponse<String> sound(BodyPublisher body) throws Exception {
    return send(request("/api/sounds").header("Content-Type", "audio/wav"), body);
  }

  private static HttpResponse<String> send(HttpRequest.Builder request, BodyPublisher body)
      throws Exception {
    return HttpClient.newHttpClient().send(request.POST(body).build(), BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(server.url() + path));
  }

  private static JsonNode json(HttpResponse<String> response) throws IOException {
    return new ObjectMapper().readTree(response.body());
  }

  private static String error(HttpResponse<String> response) throws IOException {
    return json(response).path("error").asText();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
