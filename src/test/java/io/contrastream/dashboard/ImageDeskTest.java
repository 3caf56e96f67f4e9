package io.contrastream.dashboard;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.contrastream.config.Settings;
import io.contrastream.config.Sources;
import io.contrastream.schema.DigitImage;
import io.contrastream.topic.InMemoryRegistry;
import io.contrastream.topic.Topics;
import io.javalin.http.GatewayTimeoutResponse;
import io.javalin.http.ServiceUnavailableResponse;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class ImageDeskTest {
  private static final DigitImage IMAGE =
      ImageDesk.image(Base64.getEncoder().encodeToString(new byte[784]), 7);

  private final Settings settings =
      Settings.load(
          new Sources(Optional.empty(), Map.of(), List.of("kafka.bootstrap.servers=127.0.0.1:1")));
  private final Topics topics = Topics.of(settings.topics(), new InMemoryRegistry());

  @Test
  void shouldSayThatKafkaDoesNotAnswer() {
    try (ImageDesk desk = new ImageDesk(settings, topics, Duration.ofSeconds(1))) {

      assertThatThrownBy(() -> desk.embed(IMAGE, new RecordHeaders()))
          .isInstanceOf(GatewayTimeoutResponse.class)
          .hasMessageContaining("Kafka does not answer");
    }
  }

  @Test
  void shouldTakeNoImageOnceClosed() {
    ImageDesk desk = new ImageDesk(settings, topics, Duration.ofSeconds(1));
    desk.close();

    assertThatThrownBy(() -> desk.embed(IMAGE, new RecordHeaders()))
        .isInstanceOf(ServiceUnavailableResponse.class);
  }
}
