package io.contrastream.topology;

import io.contrastream.schema.ImageEmbedding;
import io.contrastream.schema.LabelledPair;
import io.contrastream.schema.PairScore;
import io.contrastream.similarity.PairTarget;
import io.contrastream.topic.InputRecord;
import io.contrastream.topic.TraceContext;
import io.contrastream.topology.embed.EmbeddedInput;
import io.contrastream.topology.join.JoinResult;
import io.contrastream.topology.join.ScoredPair;
import java.util.function.Function;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Turns results into records of an output topic. Of the headers only the trace context is kept: a
 * producer meant the others for its input, and they may be large.
 */
final class ToOutput<V, T> extends ContextualProcessor<String, V, String, T> {
  private final Function<Record<String, V>, T> output;

  /**
   * @param output returns null if nothing is to be written
   */
  private ToOutput(Function<Record<String, V>, T> output) {
    this.output = output;
  }

  /**
   * @param normalize whether vectors are scaled to length 1
   */
  static ToOutput<EmbeddedInput, ImageEmbedding> embedding(boolean normalize) {
    return new ToOutput<>(record -> record.value().toRecord(record.timestamp(), normalize));
  }

  /** Writes all scored pairs. */
  static ToOutput<JoinResult, PairScore> pairScore() {
    return new ToOutput<>(
        record -> record.value() instanceof ScoredPair pair ? scoreOf(pair) : null);
  }

  /** Writes the scored pairs whose target is known. */
  static ToOutput<JoinResult, LabelledPair> labelledPair() {
    return new ToOutput<>(
        record ->
            record.value() instanceof ScoredPair pair && pair.target() != null
                ? labelledPairOf(pair)
                : null);
  }

  @Override
  public void process(Record<String, V> record) {
    T value = output.apply(record);
    if (value != null) {
      context()
          .forward(
              new Record<>(
                  record.key(), value, record.timestamp(), TraceContext.of(record.headers())));
    }
  }

  private static PairScore scoreOf(ScoredPair pair) {
    InputRecord anchor = pair.anchor().input();
    InputRecord contrastive = pair.contrastive().input();
    Integer target = pair.target();
    return new PairScore(
        anchor.pairId(),
        anchor.id(),
        contrastive.id(),
        pair.cosine(),
        target,
        target == null ? null : PairTarget.squaredError(pair.cosine(), target),
        pair.checkpointId(),
        System.currentTimeMillis(),
        anchor.modality(),
        contrastive.modality());
  }

  private static LabelledPair labelledPairOf(ScoredPair pair) {
    return new LabelledPair(
        pair.anchor().input().pairId(),
        pair.anchor().input().value(),
        pair.contrastive().input().value(),
        pair.target());
  }
}
