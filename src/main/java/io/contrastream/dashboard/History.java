package io.contrastream.dashboard;

import io.contrastream.config.Settings;
import io.contrastream.dashboard.Tick.DeadLetter;
import io.contrastream.dashboard.Tick.Loss;
import io.contrastream.dashboard.Tick.Step;
import io.contrastream.schema.LossWindow;
import io.contrastream.schema.TrainingStep;
import io.contrastream.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** Loss, training and dead letters: little enough to read all of it. One thread calls. */
final class History implements AutoCloseable {
  private static final int MOST = 600;
  private static final int LETTERS = 20;
  private static final int SHOWN_BYTES = 200;
  private static final String HEADER = "__streams.errors.";

  private final Topics topics;
  private final TopicTail lossTail;
  private final TopicTail trainingTail;
  private final TopicTail letterTail;
  private final Deque<Loss> loss = new ArrayDeque<>();
  private final Deque<Step> training = new ArrayDeque<>();
  private final Deque<DeadLetter> letters = new ArrayDeque<>();

  /** What came since the last reading. */
  record News(List<Loss> loss, List<Step> training, List<DeadLetter> letters) {}

  History(Settings settings, Topics topics) {
    this.topics = topics;
    Map<String, Object> consumer = settings.consumerProperties();
    lossTail = new TopicTail(consumer, topics.loss().name(), MOST);
    trainingTail = new TopicTail(consumer, topics.training().name(), MOST);
    letterTail = new TopicTail(consumer, topics.deadLetters().name(), LETTERS);
  }

  News read() {
    List<Loss> newLoss =
        Sample.values(lossTail.newest(MOST), topics.loss()).stream()
            // without pairs that have a target, or a distance, there is nothing to draw
            .filter(window -> window.getMeanLoss() != null || window.getEmbeddingDistance() != null)
            .map(History::loss)
            .toList();
    List<Step> newSteps =
        Sample.values(trainingTail.newest(MOST), topics.training()).stream()
            .map(History::step)
            .toList();
    List<DeadLetter> newLetters = letterTail.newest(LETTERS).stream().map(History::letter).toList();
    keep(loss, newLoss, MOST);
    keep(training, newSteps, MOST);
    keep(letters, newLetters, LETTERS);
    return new News(newLoss, newSteps, newLetters);
  }

  /** All that is kept. */
  News all() {
    return new News(List.copyOf(loss), List.copyOf(training), List.copyOf(letters));
  }

  private static <T> void keep(Deque<T> kept, List<T> fresh, int most) {
    kept.addAll(fresh);
    while (kept.size() > most) {
      kept.remove();
    }
  }

  private static Loss loss(LossWindow window) {
    return new Loss(
        window.getWindowEndMs(),
        window.getCheckpointId(),
        window.getPositives(),
        window.getNegatives(),
        window.getImages(),
        window.getMeanLoss(),
        window.getMeanPositiveCosine(),
        window.getMeanNegativeCosine(),
        window.getUniformity(),
        window.getEmbeddingDistance(),
        window.getDrift());
  }

  private static Step step(TrainingStep step) {
    return new Step(
        step.getAtMs(),
        step.getKind().name(),
        step.getStep(),
        step.getLoss(),
        step.getCheckpointId(),
        String.join("; ", step.getReasons()));
  }

  private static DeadLetter letter(ConsumerRecord<byte[], byte[]> record) {
    byte[] value = record.value() == null ? new byte[0] : record.value();
    return new DeadLetter(
        header(record, "topic"),
        header(record, "partition"),
        header(record, "offset"),
        header(record, "message"),
        value.length,
        printable(value),
        record.timestamp());
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    Header header = record.headers().lastHeader(HEADER + name);
    return header == null || header.value() == null
        ? ""
        : new String(header.value(), StandardCharsets.UTF_8);
  }

  private static String printable(byte[] value) {
    int shown = Math.min(SHOWN_BYTES, value.length);
    return new String(value, 0, shown, StandardCharsets.ISO_8859_1)
        .replaceAll("[^\\x20-\\x7e]", "·");
  }

  @Override
  public void close() {
    lossTail.close();
    trainingTail.close();
    letterTail.close();
  }
}
