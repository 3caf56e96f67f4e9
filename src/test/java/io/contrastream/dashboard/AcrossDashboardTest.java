package io.contrastream.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.contrastream.config.Settings;
import io.contrastream.image.Digit;
import io.contrastream.lifecycle.Closeables;
import io.contrastream.processor.StreamProcessor;
import io.contrastream.schema.DigitCaption;
import io.contrastream.schema.DigitImage;
import io.contrastream.schema.DigitSound;
import io.contrastream.schema.ImageRole;
import io.contrastream.sound.Sound;
import io.contrastream.sound.spoken.SpokenDigits;
import io.contrastream.testing.Await;
import io.contrastream.testing.EmbeddedCluster;
import io.contrastream.topic.InputRecord;
import io.contrastream.topic.Topic;
import io.contrastream.topic.Topics;
import io.contrastream.topic.registry.SchemaRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Images, captions and sounds in the topics, as the API and the live stream show them. */
@Timeout(300)
class AcrossDashboardTest {
  private static final int PAIRS = 30;
  private static final SpokenDigits SPOKEN = new SpokenDigits(1, PAIRS + 1);

  @TempDir static Path folder;
  @RegisterExtension static final EmbeddedCluster CLUSTER = new EmbeddedCluster();
  private static SchemaRegistry registry;
  private static StreamProcessor processor;
  private static Dashboard dashboard;

  @BeforeAll
  static void start() throws Exception {
    Settings settings =
        CLUSTER
            .settings("across")
            .untrainedForAll(folder)
            .with("stream.state.dir=" + folder.resolve("state"), "dashboard.port=0")
            .load();
    registry = SchemaRegistry.connect(settings.registry());
    processor = StreamProcessor.start(settings, registry);
    processor.awaitReady(Await.TIMEOUT);
    dashboard = Dashboard.start(settings, registry, Optional.of(processor), Optional.empty());
    firstTick();
    send(settings, Topics.of(settings, registry));
  }

  @AfterAll
  static void stop() {
    Closeables.closeAll(dashboard, processor, registry);
  }

  /** The feed samples what comes after it has begun. */
  private static void firstTick() throws Exception {
    try (LiveStream stream = new LiveStream(url())) {
      Await.first("a tick of the topics", stream::next, tick -> tick.has("checkpoints"));
    }
  }

  /** Anchors are images, one half of the examples are captions, the other sounds. */
  private static void send(Settings settings, Topics topics) {
    try (var producer =
        new KafkaProducer<>(
            settings.producerProperties(), new StringSerializer(), new ByteArraySerializer())) {
      for (int i = 0; i < PAIRS; i++) {
        String pair = "pair-" + i;
        byte[] pixels = new byte[Digit.PIXELS];
        pixels[i * 5] = (byte) 255;
        var image =
            DigitImage.newBuilder()
                .setImageId("image-" + i)
                .setPairId(pair)
                .setRole(ImageRole.ANCHOR)
                .setLabel(i % 10)
                .setPixels(ByteBuffer.wrap(pixels))
                .build();
        send(producer, topics.images(), pair, image);
        if (i % 2 == 0) {
          var caption =
              DigitCaption.newBuilder()
                  .setCaptionId("caption-" + i)
                  .setPairId(pair)
                  .setRole(ImageRole.CONTRASTIVE)
                  .setLabel(i % 10)
                  .setText("number " + i)
                  .build();
          send(producer, topics.captions(), pair, caption);
        } else {
          Sound spoken = SPOKEN.get(i).input();
          var sound =
              DigitSound.newBuilder()
                  .setSoundId("sound-" + i)
                  .setPairId(pair)
                  .setRole(ImageRole.CONTRASTIVE)
                  .setLabel(i % 10)
                  .setSampleRate(spoken.rate())
                  .setSamples(InputRecord.samples(spoken))
                  .build();
          send(producer, topics.sounds(), pair, sound);
        }
      }
    }
  }

  private static <V extends SpecificRecord> void send(
      KafkaProducer<String, byte[]> producer, Topic<String, V> topic, String key, V value) {
    byte[] bytes = topic.values().serializer().serialize(topic.name(), value);
    producer.send(new ProducerRecord<>(topic.name(), key, bytes));
  }

  @Test
  void shouldStreamDotsAndPairsOfEachModality() throws Exception {
    Set<String> dots = new HashSet<>();
    Set<String> examples = new HashSet<>();
    try (LiveStream stream = new LiveStream(url())) {
      while (dots.size() < 3 || examples.size() < 2) {
        JsonNode tick = stream.next();
        dots.addAll(tick.at("/map/dots").findValuesAsText("modality"));
        for (JsonNode pair : tick.path("pairs")) {
          assertThat(pair.path("anchorModality").asText()).isEqualTo("image");
          examples.add(pair.path("contrastiveModality").asText());
        }
      }
    }
    assertThat(dots).containsExactlyInAnyOrder("image", "caption", "sound");
    assertThat(examples).containsExactlyInAnyOrder("caption", "sound");
  }

  @Test
  void shouldSendACaptionThroughItsTopic() throws Exception {
    JsonNode answer =
        Await.first(
            "neighbours of each modality",
            () ->
                post(
                    "/api/captions?k=1",
                    "application/json",
                    BodyPublishers.ofString("{\"text\": \"number 4\"}")),
            it -> it.path("neighbours").size() == 3);

    JsonNode best = answer.at("/neighbours/0");
    assertThat(answer.path("modality").asText()).isEqualTo("caption");
    assertThat(answer.path("tookMs").asLong()).as("to the topic and back").isPositive();
    assertThat(best.path("imageId").asText()).isEqualTo("caption-4");
    assertThat(best.path("text").asText()).isEqualTo("number 4");
    assertThat(best.path("cosine").asDouble()).isBetween(0.9999, 1.0001);
  }

  @Test
  void shouldSendASoundThroughItsTopic() throws Exception {
    byte[] wav = InputFiles.wav(SPOKEN.get(5).input());

    JsonNode answer =
        Await.first(
            "neighbours of each modality",
            () -> post("/api/sounds?k=1", "audio/wav", BodyPublishers.ofByteArray(wav)),
            it -> it.path("neighbours").size() == 3);

    assertThat(answer.path("tookMs").asLong()).as("to the topic and back").isPositive();
    assertThat(answer.at("/neighbours/0/imageId").asText()).isEqualTo("sound-5");
    assertThat(answer.at("/neighbours/0/cosine").asDouble()).isBetween(0.9999, 1.0001);
    byte[] cached =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(url() + "/api/sounds/sound-5")).build(),
                BodyHandlers.ofByteArray())
            .body();
    assertThat(cached).isEqualTo(wav);
  }

  @Test
  void shouldTellThePageWhatCanBeSearchedFor() throws Exception {
    JsonNode settings =
        new ObjectMapper().readTree(URI.create(url() + "/api/settings").toURL().openStream());

    assertThat(settings.path("modalities").toString())
        .isEqualTo(new ObjectMapper().valueToTree(List.of("image", "caption", "sound")).toString());
  }

  private static JsonNode post(String path, String type, BodyPublisher body) throws Exception {
    String answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(url() + path))
                    .header("Content-Type", type)
                    .POST(body)
                    .build(),
                BodyHandlers.ofString())
            .body();
    return new ObjectMapper().readTree(answer);
  }

  private static String url() {
    return dashboard.url().orElseThrow();
  }
}
