package io.contrastream.cli.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.contrastream.checkpoint.CheckpointException;
import io.contrastream.cli.frame.CommandContext;
import io.contrastream.cli.output.ProgressDisplay;
import io.contrastream.cli.output.Table;
import io.contrastream.encoding.Modalities;
import io.contrastream.schema.ImageEmbedding;
import io.contrastream.schema.Modality;
import io.contrastream.similarity.CosineSimilarity;
import io.contrastream.topic.EmbeddingSpace;
import io.contrastream.topic.FloatVector;
import io.contrastream.topic.Topic;
import io.contrastream.topic.TopicReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Reads the topic of embeddings once, and finds those nearest to a vector. Not thread-safe. */
final class TopicSearch {
  private static final Duration TIMEOUT = Duration.ofHours(1);

  /** How many other spaces an error names. */
  private static final int MAX_NAMED = 5;

  /**
   * One of the nearest embeddings, and what {@code --json} prints of it.
   *
   * @param rank from 1, among those of its modality
   * @param modality in lower case
   * @param id of the image, caption or sound
   * @param label null if unknown
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Found(
      int rank, double cosine, String modality, String id, Integer label, String checkpoint) {}

  private final float[] query;
  private final String space;
  private final String origin;
  private final int top;
  private final Map<Modality, NewestNearest> nearest = new EnumMap<>(Modality.class);
  private final Set<String> otherSpaces = new TreeSet<>();
  private long read;

  /**
   * @param space whose embeddings can be compared with the query
   * @param origin where the checkpoint of that space comes from, for errors
   * @param top maximum number to find, of each modality
   */
  TopicSearch(float[] query, String space, String origin, int top) {
    this.query = query;
    this.space = space;
    this.origin = origin;
    this.top = top;
  }

  /**
   * Searches what is in the topic at the time of this call.
   *
   * @return images first, then captions and sounds; most similar first
   * @throws CheckpointException if the topic has embeddings, but none of the space
   */
  List<Found> run(CommandContext context, Topic<String, ImageEmbedding> topic) {
    try (TopicReader<String, ImageEmbedding> reader =
            new TopicReader<>(
                context.settings().consumerProperties(), topic, TopicReader.From.BEGINNING);
        ProgressDisplay progress = new ProgressDisplay(context, "Embeddings", offsets(reader))) {
      reader.readToEnd(
          TIMEOUT,
          record -> {
            accept(record);
            progress.show(++read, "read");
          });
    }
    if (read == 0) {
      context.say("The topic %s is empty.", topic.name());
    }
    if (nearest.isEmpty() && !otherSpaces.isEmpty()) {
      throw new CheckpointException(
          "The checkpoint of %s is of space %s, but all embeddings in %s are of others: %s. Name a"
                  .formatted(origin, space, topic.name(), named())
              + " checkpoint of one of these with --checkpoint, or embed the inputs again with"
              + " contrastream reembed");
    }
    return found();
  }

  /** More than there are records: transactions and compaction leave gaps. */
  private static long offsets(TopicReader<String, ImageEmbedding> reader) {
    Map<TopicPartition, Long> beginnings = reader.beginningOffsets(reader.partitions());
    return reader.endOffsets(reader.partitions()).entrySet().stream()
        .mapToLong(end -> end.getValue() - beginnings.get(end.getKey()))
        .sum();
  }

  private void accept(ConsumerRecord<String, ImageEmbedding> record) {
    ImageEmbedding embedding = record.value();
    if (embedding == null) {
      if (record.key() != null) { // a tombstone
        nearest.values().forEach(newest -> newest.remove(record.key()));
      }
      return;
    }
    String itsSpace = EmbeddingSpace.of(embedding);
    float[] vector = FloatVector.floats(embedding.getVector());
    if (!itsSpace.equals(space)) {
      otherSpaces.add(itsSpace);
    } else if (vector.length == query.length) {
      double cosine = CosineSimilarity.between(query, vector);
      if (Double.isFinite(cosine)) {
        nearest
            .computeIfAbsent(embedding.getModality(), each -> new NewestNearest(top))
            .add(record.key(), embedding, cosine);
      }
    }
  }

  private String named() {
    List<String> names = otherSpaces.stream().limit(MAX_NAMED).toList();
    return String.join(", ", names) + (otherSpaces.size() > MAX_NAMED ? ", …" : "");
  }

  private List<Found> found() {
    List<Found> all = new ArrayList<>();
    nearest.forEach(
        (modality, newest) -> {
          int rank = 1;
          for (NewestNearest.Scored each : newest.top()) {
            all.add(
                new Found(
                    rank++,
                    each.cosine(),
                    Modalities.name(modality),
                    each.id(),
                    each.label(),
                    each.checkpoint()));
          }
        });
    return all;
  }

  static Table table(List<Found> found) {
    Table table = new Table("modality", "rank", "cosine", "label", "id");
    for (Found each : found) {
      table.row(
          each.modality(), each.rank(), Table.fixed(each.cosine(), 4), each.label(), each.id());
    }
    return table;
  }
}
