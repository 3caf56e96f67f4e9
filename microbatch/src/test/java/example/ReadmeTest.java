package example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.Test;

/** The example of the README, in a project that has the library and kafka-streams only. */
class ReadmeTest {

  @Test
  void shouldShowTheExampleAsItIsTested() throws IOException {
    String example = Files.readString(Path.of("src/test/java/example/Scores.java"));

    assertTrue(Files.readString(Path.of("README.md")).contains("```java\n" + example + "```"));
  }

  @Test
  void shouldBatchAFunction() {
    StreamsBuilder builder = new StreamsBuilder();
    Scores.addTo(builder);
    Properties settings = new Properties();
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "example");
    settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
    settings.put(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
    settings.put(StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
    try (TopologyTestDriver driver = new TopologyTestDriver(builder.build(), settings)) {
      var texts = driver.createInputTopic("texts", new StringSerializer(), new StringSerializer());
      var scores =
          driver.createOutputTopic("scores", new StringDeserializer(), new StringDeserializer());

      texts.pipeValueList(List.of("a", "bc", "def"));

      assertEquals(List.of("1", "2", "3"), scores.readValuesToList());
    }
  }

  @Test
  void shouldNeedKafkaStreamsAlone() {
    for (String other : List.of("ai.djl.Model", "org.apache.avro.Schema", "io.javalin.Javalin")) {
      assertThrows(ClassNotFoundException.class, () -> Class.forName(other));
    }
  }
}
