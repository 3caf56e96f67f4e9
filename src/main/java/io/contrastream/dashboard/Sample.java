package io.contrastream.dashboard;

import io.contrastream.config.Settings;
import io.contrastream.schema.DigitImage;
import io.contrastream.schema.ImageEmbedding;
import io.contrastream.schema.PairScore;
import io.contrastream.topic.Topics;
import io.contrastream.topic.history.TopicTail;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Looks at the newest embeddings, and at the images and scores of the same moment, which their
 * timestamps tell. One thread calls.
 */
final class Sample implements AutoCloseable {
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

  Sample(Settings settings, Topics topics) {
    this.topics = topics;
    Map<String, Object> consumer = settings.consumerProperties();
    embeddings = new TopicTail(consumer, topics.embeddings().name(), MOST);
    images = new TopicTail(consumer, topics.images().name(), 0);
    scores = new TopicTail(consumer, topics.scores().name(), 0);
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

  @Override
  public void close() {
    embeddings.close();
    images.close();
    scores.close();
  }
}
