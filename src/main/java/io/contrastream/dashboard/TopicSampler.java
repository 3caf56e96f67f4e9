package io.contrastream.dashboard;

import io.contrastream.schema.DigitImage;
import io.contrastream.schema.ImageEmbedding;
import io.contrastream.schema.PairScore;
import io.contrastream.topic.Topics;
import io.contrastream.topic.history.TopicTail;
import io.contrastream.topic.history.TopicTails;
import java.util.List;
import java.util.LongSummaryStatistics;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Looks at the newest embeddings, and at the images and scores of the same moment, which their
 * timestamps tell. One thread calls.
 */
final class TopicSampler {
  /** Of embeddings, at a look; more would cost the machine what nobody can see. */
  private static final int MOST = 128;

  /**
   * What belongs together.
   *
   * @param images of the embeddings, as far as found
   * @param scores of pairs of that moment
   */
  record Look(List<ImageEmbedding> embeddings, List<DigitImage> images, List<PairScore> scores) {
    static final Look NOTHING = new Look(List.of(), List.of(), List.of());
  }

  private final Topics topics;
  private final TopicTail embeddings;
  private final TopicTail images;
  private final TopicTail scores;

  /**
   * @param tails stay the caller's, to close after this
   */
  TopicSampler(TopicTails tails, Topics topics) {
    this.topics = topics;
    embeddings = tails.open(topics.embeddings().name(), MOST);
    images = tails.open(topics.images().name(), 0);
    scores = tails.open(topics.scores().name(), 0);
  }

  /** What has come since the last look, or the newest of it. */
  Look look() {
    var found = embeddings.newest(Math.max(1, MOST / embeddings.partitions()));
    if (found.isEmpty()) {
      return Look.NOTHING;
    }
    LongSummaryStatistics times =
        found.stream().mapToLong(ConsumerRecord::timestamp).summaryStatistics();
    return new Look(
        TopicTail.values(found, topics.embeddings()),
        TopicTail.values(images.between(times.getMin(), times.getMax(), MOST), topics.images()),
        TopicTail.values(scores.between(times.getMin(), times.getMax(), MOST), topics.scores()));
  }
}
