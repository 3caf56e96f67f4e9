package io.contrastream.dashboard;

import io.contrastream.schema.ImageEmbedding;
import io.contrastream.schema.Modality;
import io.contrastream.schema.PairScore;
import io.contrastream.topic.InputRecord;
import io.contrastream.topic.Topics;
import io.contrastream.topic.history.TopicTail;
import io.contrastream.topic.history.TopicTails;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Samples the newest embeddings together with the inputs and scores of the same timestamps. One
 * thread calls.
 */
final class TopicSampler {
  /** Embeddings in a sample, and the maximum of inputs and scores per partition. */
  private static final int SIZE = 128;

  /** Records of the same moment. Inputs and scores may not match all embeddings. */
  record Sample(
      List<ImageEmbedding> embeddings, List<InputRecord> inputs, List<PairScore> scores) {}

  private final Topics topics;
  private final TopicTail embeddings;
  private final Map<Modality, TopicTail> inputs = new EnumMap<>(Modality.class);
  private final TopicTail scores;

  /**
   * @param tails to be closed by the caller, after this
   */
  TopicSampler(TopicTails tails, Topics topics) {
    this.topics = topics;
    embeddings = tails.open(topics.embeddings().name(), SIZE);
    for (Modality modality : topics.modalities()) {
      inputs.put(modality, tails.open(topics.inputs(modality).name(), 0));
    }
    scores = tails.open(topics.scores().name(), 0);
  }

  /** Samples what has arrived since the last call. */
  Sample sample() {
    var found = embeddings.newest(Math.max(1, SIZE / embeddings.partitions()));
    if (found.isEmpty()) {
      return new Sample(List.of(), List.of(), List.of());
    }
    LongSummaryStatistics times =
        found.stream().mapToLong(ConsumerRecord::timestamp).summaryStatistics();
    return new Sample(
        TopicTail.values(found, topics.embeddings()),
        inputs(times.getMin(), times.getMax()),
        TopicTail.values(scores.between(times.getMin(), times.getMax(), SIZE), topics.scores()));
  }

  private List<InputRecord> inputs(long fromMs, long toMs) {
    List<InputRecord> found = new ArrayList<>();
    inputs.forEach(
        (modality, tail) ->
            TopicTail.values(tail.between(fromMs, toMs, SIZE), topics.inputs(modality)).stream()
                .map(InputRecord::of)
                .forEach(found::add));
    return found;
  }
}
