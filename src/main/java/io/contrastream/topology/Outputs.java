package io.contrastream.topology;

import io.contrastream.schema.ImageEmbedding;
import io.contrastream.schema.LabelledPair;
import io.contrastream.schema.PairScore;
import io.contrastream.similarity.ContrastiveLoss;
import io.contrastream.topic.FloatVector;
import org.apache.kafka.streams.processor.api.Record;

/** The topology's results in the shapes of their topics. */
final class Outputs {
  private Outputs() {}

  /** The record's timestamp becomes a field. */
  static ImageEmbedding embedding(Record<String, EmbeddedImage> record) {
    EmbeddedImage embedded = record.value();
    return new ImageEmbedding(
        embedded.image().getImageId(),
        embedded.image().getPairId(),
        embedded.image().getRole(),
        embedded.image().getLabel(),
        FloatVector.of(embedded.vector()),
        embedded.checkpointId(),
        record.timestamp(),
        embedded.embeddedAtMs());
  }

  static PairScore pairScore(Record<String, ScoredPair> record) {
    ScoredPair pair = record.value();
    Integer target = pair.target();
    return new PairScore(
        pair.anchor().image().getPairId(),
        pair.anchor().image().getImageId(),
        pair.contrastive().image().getImageId(),
        pair.cosine(),
        target,
        target == null ? null : ContrastiveLoss.squaredError(pair.cosine(), target),
        pair.checkpointId(),
        System.currentTimeMillis());
  }

  static LabelledPair labelledPair(Record<String, ScoredPair> record) {
    ScoredPair pair = record.value();
    return new LabelledPair(
        pair.anchor().image().getPairId(),
        pair.anchor().image(),
        pair.contrastive().image(),
        pair.target());
  }
}
