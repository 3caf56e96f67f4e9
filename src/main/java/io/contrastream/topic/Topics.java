package io.contrastream.topic;

import io.contrastream.config.Settings;
import io.contrastream.config.TopicSettings;
import io.contrastream.schema.DigitCaption;
import io.contrastream.schema.DigitImage;
import io.contrastream.schema.DigitSound;
import io.contrastream.schema.ImageEmbedding;
import io.contrastream.schema.LabelledPair;
import io.contrastream.schema.LossWindow;
import io.contrastream.schema.Modality;
import io.contrastream.schema.ModelCheckpoint;
import io.contrastream.schema.PairScore;
import io.contrastream.schema.TrainingStep;
import io.contrastream.topic.registry.IncompatibleSchemaException;
import io.contrastream.topic.registry.SchemaRegistry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serdes;

/**
 * All topics, with the types of their records. Keys are UTF-8 strings; dead letters are the
 * original bytes.
 *
 * @param modalities those whose inputs are read
 * @param images the input, as are captions and sounds if their modality is read
 * @param scores a cosine similarity for each pair
 * @param labelledPairs pairs with a known target
 * @param checkpoints the model store: checkpoints, and announcements of the active one
 * @param training progress of trainers and decisions of their gates
 * @param trainerState what trainers resume from
 * @param deadLetters records that could not be processed
 */
public record Topics(
    Set<Modality> modalities,
    Topic<String, DigitImage> images,
    Topic<String, DigitCaption> captions,
    Topic<String, DigitSound> sounds,
    Topic<String, ImageEmbedding> embeddings,
    Topic<String, PairScore> scores,
    Topic<String, LossWindow> loss,
    Topic<String, LabelledPair> labelledPairs,
    Topic<String, ModelCheckpoint> checkpoints,
    Topic<String, TrainingStep> training,
    Topic<String, byte[]> trainerState,
    Topic<byte[], byte[]> deadLetters) {

  /** Creates the topics without a request to the registry. */
  public static Topics of(Settings settings, SchemaRegistry registry) {
    TopicSettings names = settings.topics();
    return new Topics(
        settings.modalities(),
        avro(names.images(), DigitImage.class, registry),
        avro(names.captions(), DigitCaption.class, registry),
        avro(names.sounds(), DigitSound.class, registry),
        avro(names.embeddings(), ImageEmbedding.class, registry),
        avro(names.scores(), PairScore.class, registry),
        avro(names.loss(), LossWindow.class, registry),
        avro(names.labelledPairs(), LabelledPair.class, registry),
        avro(names.checkpoints(), ModelCheckpoint.class, registry),
        avro(names.training(), TrainingStep.class, registry),
        new Topic<>(names.trainerState(), Serdes.String(), Serdes.ByteArray()),
        Topic.ofBytes(names.deadLetters()));
  }

  private static <T extends SpecificRecord> Topic<String, T> avro(
      String name, Class<T> type, SchemaRegistry registry) {
    return new Topic<>(name, Serdes.String(), new AvroSerde<>(type, name, registry));
  }

  /** Returns the topic with the inputs of a modality. */
  public Topic<String, ? extends SpecificRecord> inputs(Modality modality) {
    return switch (modality) {
      case IMAGE -> images;
      case CAPTION -> captions;
      case SOUND -> sounds;
    };
  }

  /**
   * Registers every schema, or checks that it exists if the settings forbid registration.
   *
   * @return the schema id of each subject
   * @throws IncompatibleSchemaException if a subject has an incompatible schema; names the fields
   */
  public Map<String, Integer> ensureSchemas() {
    Map<String, Integer> ids = new LinkedHashMap<>();
    serdes().forEach((subject, serde) -> ids.put(subject, serde.schemaId()));
    return ids;
  }

  /** Returns the serdes of Avro values by the subjects of their schemas. */
  public Map<String, AvroSerde<?>> serdes() {
    Map<String, AvroSerde<?>> serdes = new LinkedHashMap<>();
    List<Topic<?, ?>> topics = new ArrayList<>();
    modalities.forEach(modality -> topics.add(inputs(modality)));
    topics.addAll(List.of(embeddings, scores, loss, labelledPairs, checkpoints, training));
    for (Topic<?, ?> topic : topics) {
      if (topic.values() instanceof AvroSerde<?> serde) {
        serdes.put(AvroSerde.subject(topic.name()), serde);
      }
    }
    return serdes;
  }
}
