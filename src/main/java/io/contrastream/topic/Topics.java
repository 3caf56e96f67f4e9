package io.contrastream.topic;

import io.contrastream.config.TopicSettings;
import io.contrastream.schema.DigitImage;
import io.contrastream.schema.ImageEmbedding;
import io.contrastream.schema.LabelledPair;
import io.contrastream.schema.LossWindow;
import io.contrastream.schema.ModelCheckpoint;
import io.contrastream.schema.PairScore;
import io.contrastream.schema.TrainingStep;
import io.contrastream.topic.registry.IncompatibleSchemaException;
import io.contrastream.topic.registry.RegistryException;
import io.contrastream.topic.registry.SchemaRegistry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serdes;

/**
 * All topics, typed. Keys are UTF-8 strings; dead letters are bytes, as they came.
 *
 * @param images in: images to embed
 * @param embeddings out: a vector for each image
 * @param scores out: a cosine similarity for each pair
 * @param loss out: windows of the loss
 * @param labelledPairs out: pairs whose target is known
 * @param checkpoints the model store: checkpoints, and which is active
 * @param training out: progress and verdicts of trainers
 * @param trainerState what trainers resume from
 * @param deadLetters out: records that could not be used
 */
public record Topics(
    Topic<String, DigitImage> images,
    Topic<String, ImageEmbedding> embeddings,
    Topic<String, PairScore> scores,
    Topic<String, LossWindow> loss,
    Topic<String, LabelledPair> labelledPairs,
    Topic<String, ModelCheckpoint> checkpoints,
    Topic<String, TrainingStep> training,
    Topic<String, byte[]> trainerState,
    Topic<byte[], byte[]> deadLetters) {

  /** Asks the registry nothing yet. */
  public static Topics of(TopicSettings names, SchemaRegistry registry) {
    return new Topics(
        avro(names.images(), DigitImage.class, registry),
        avro(names.embeddings(), ImageEmbedding.class, registry),
        avro(names.scores(), PairScore.class, registry),
        avro(names.loss(), LossWindow.class, registry),
        avro(names.labelledPairs(), LabelledPair.class, registry),
        avro(names.checkpoints(), ModelCheckpoint.class, registry),
        avro(names.training(), TrainingStep.class, registry),
        new Topic<>(names.trainerState(), Serdes.String(), Serdes.ByteArray()),
        new Topic<>(names.deadLetters(), Serdes.ByteArray(), Serdes.ByteArray()));
  }

  private static <T extends SpecificRecord> Topic<String, T> avro(
      String name, Class<T> type, SchemaRegistry registry) {
    return new Topic<>(name, Serdes.String(), new AvroSerde<>(type, name, registry));
  }

  /**
   * Registers every schema, or checks that it is there where the settings forbid registering. To be
   * called at the start, so that a schema which doesn't fit stops the program and not a record.
   *
   * @return the id of each subject
   * @throws IncompatibleSchemaException where a subject holds another schema; names the fields
   * @throws RegistryException where the registry is down or refuses
   */
  public Map<String, Integer> ensureSchemas() {
    Map<String, Integer> ids = new LinkedHashMap<>();
    serdes().forEach((subject, serde) -> ids.put(subject, serde.schemaId()));
    return ids;
  }

  /** The serdes of Avro values by the subjects that their schemas are registered under. */
  public Map<String, AvroSerde<?>> serdes() {
    Map<String, AvroSerde<?>> serdes = new LinkedHashMap<>();
    for (Topic<?, ?> topic :
        List.of(images, embeddings, scores, loss, labelledPairs, checkpoints, training)) {
      if (topic.values() instanceof AvroSerde<?> serde) {
        serdes.put(AvroSerde.subject(topic.name()), serde);
      }
    }
    return serdes;
  }
}
