package io.contrastream.processor;

import static org.assertj.core.api.Assertions.assertThat;

import io.contrastream.config.Settings;
import io.contrastream.image.Digit;
import io.contrastream.schema.DigitImage;
import io.contrastream.schema.ImageEmbedding;
import io.contrastream.testing.Await;
import io.contrastream.testing.EmbeddedCluster;
import io.contrastream.topic.Topic;
import io.contrastream.topic.TopicReader;
import io.contrastream.topic.Topics;
import io.contrastream.topic.registry.SchemaRegistry;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** For its producer, an image of an aborted transaction was never sent. */
class AbortedImagesTest {
  @RegisterExtension static final EmbeddedCluster CLUSTER = new EmbeddedCluster();

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"at_least_once", "exactly_once_v2"})
  void shouldNotEmbedThem(String guarantee) {
    // given
    Settings settings =
        CLUSTER
            .settings("aborted-" + guarantee)
            .untrained(folder)
            .with("stream.threads=1", "stream.state.dir=" + folder, "topics.partitions=1")
            .with("stream.guarantee=" + guarantee)
            .load();
    CLUSTER.prepare(settings);
    List<String> embedded = new ArrayList<>();
    try (SchemaRegistry registry = SchemaRegistry.connect(settings.registry())) {
      Topics topics = Topics.of(settings, registry);
      try (KafkaProducer<String, DigitImage> producer = producer(settings, topics.images());
          TopicReader<String, ImageEmbedding> embeddings =
              new TopicReader<>(
                  settings.consumerProperties(), topics.embeddings(), TopicReader.From.BEGINNING);
          StreamProcessor processor = StreamProcessor.start(settings, registry)) {
        // when
        producer.beginTransaction();
        send(producer, topics.images(), "aborted", 20);
        producer.flush();
        producer.abortTransaction();
        producer.beginTransaction();
        send(producer, topics.images(), "committed", 20);
        producer.commitTransaction();
        Await.until(
            "the last image is embedded",
            () -> {
              processor.throwFailure();
              embeddings.poll(
                  Duration.ofMillis(100), each -> embedded.add(each.value().getImageId()));
              return embedded.contains("committed-19");
            });
      }
    }

    // then
    assertThat(embedded).hasSize(20).allMatch(id -> id.startsWith("committed"));
  }

  private static KafkaProducer<String, DigitImage> producer(
      Settings settings, Topic<String, DigitImage> images) {
    Map<String, Object> properties = settings.producerProperties();
    properties.put(
        ProducerConfig.TRANSACTIONAL_ID_CONFIG, settings.stream().applicationId() + "-images");
    KafkaProducer<String, DigitImage> producer =
        new KafkaProducer<>(properties, images.keys().serializer(), images.values().serializer());
    producer.initTransactions();
    return producer;
  }

  private static void send(
      KafkaProducer<String, DigitImage> producer,
      Topic<String, DigitImage> images,
      String name,
      int count) {
    for (int i = 0; i < count; i++) {
      DigitImage image =
          DigitImage.newBuilder()
              .setImageId(name + "-" + i)
              .setPixels(ByteBuffer.allocate(Digit.PIXELS))
              .build();
      producer.send(new ProducerRecord<>(images.name(), image.getImageId(), image));
    }
  }
}
