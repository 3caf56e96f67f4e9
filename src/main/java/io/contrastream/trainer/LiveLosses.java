package io.contrastream.trainer;

import io.contrastream.config.Settings;
import io.contrastream.encoding.ModalityPair;
import io.contrastream.schema.LossWindow;
import io.contrastream.schema.ShadowLoss;
import io.contrastream.similarity.ShadowSums;
import io.contrastream.topic.TopicReader;
import io.contrastream.topic.Topics;
import io.contrastream.topic.checkpoint.ShadowCheckpoint;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads the live loss of a candidate in the shadow from the loss topic, where each pair is counted
 * once. Not thread-safe.
 */
final class LiveLosses implements AutoCloseable {
  private static final Duration READ_TIMEOUT = Duration.ofSeconds(60);

  private final TopicReader<String, LossWindow> reader;
  private final Map<ModalityPair, ShadowSums> sums = new HashMap<>();

  /** Reads the windows that come from now on. */
  LiveLosses(Settings settings, Topics topics) {
    reader =
        new TopicReader<>(settings.consumerProperties(), topics.loss(), TopicReader.From.LATEST);
  }

  /** Reads what has come since these offsets, and partitions that had none from the beginning. */
  LiveLosses(Settings settings, Topics topics, List<Long> offsets) {
    reader =
        new TopicReader<>(settings.consumerProperties(), topics.loss(), TopicReader.From.BEGINNING);
    for (TopicPartition each : reader.partitions()) {
      if (each.partition() < offsets.size()) {
        reader.seek(each, offsets.get(each.partition()));
      }
    }
  }

  /** Returns the next offset of each partition. */
  List<Long> offsets() {
    return reader.partitions().stream().map(reader::position).toList();
  }

  /** Returns the sums of all windows that are in the topic now, by modalities. */
  Map<ModalityPair, ShadowSums> read(ShadowCheckpoint shadow) {
    reader.readToEnd(
        READ_TIMEOUT,
        record -> {
          LossWindow window = record.value();
          if (window != null && isOf(shadow, window)) {
            ModalityPair modalities =
                ModalityPair.of(window.getModality(), window.getOtherModality());
            sums.merge(modalities, sums(window.getShadow()), ShadowSums::plus);
          }
        });
    return Map.copyOf(sums);
  }

  private static boolean isOf(ShadowCheckpoint shadow, LossWindow window) {
    return window.getShadow() != null
        && window.getShadow().getCheckpointId().equals(shadow.id())
        && window.getCheckpointId().equals(shadow.activeId());
  }

  private static ShadowSums sums(ShadowLoss loss) {
    return ShadowSums.ofMeans(
        loss.getPairs(),
        loss.getMeanLoss(),
        loss.getActiveMeanLoss(),
        loss.getMeanSquaredDifference());
  }

  @Override
  public void close() {
    reader.close();
  }
}
