package io.contrastream.topic.history;

import io.contrastream.encoding.ModalityPair;
import io.contrastream.schema.LossWindow;
import io.contrastream.schema.TrainingStep;
import io.contrastream.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * The newest loss windows, training events and dead letters, few enough to be read completely. The
 * caller closes the tails. Not thread-safe, but {@link #fetch}, which may block, shares no state
 * with {@link #all}: if several threads call, only the other methods need a lock.
 */
public final class TelemetryHistory {
  /** Of the training, and of the windows of each pair of modalities. */
  private static final int MAX_RECORDS = 600;

  /** During a trial, every other record is of the candidate in the shadow, which is not shown. */
  private static final int LOSSES_OF_TWO = 2;

  private static final int MAX_DEAD_LETTERS = 20;
  private static final int SHOWN_BYTES = 200;
  private static final String HEADER_PREFIX = "__streams.errors.";

  private final Topics topics;
  private final int maxLossRecords;
  private final TopicTail lossTail;
  private final TopicTail trainingTail;
  private final TopicTail letterTail;
  private final Series<Loss> loss;
  private final Series<Step> training = new Series<>(MAX_RECORDS);
  private final Series<DeadLetter> letters = new Series<>(MAX_DEAD_LETTERS);
  private long lettersFetched;
  private long lettersRead;

  /**
   * One record of a loss window; a window may have several. What could not be computed is null.
   *
   * @param atMs end of the window
   * @param modalities those of the pairs, such as {@code image:caption}
   * @param positives number of pairs with target 1
   * @param negatives number of pairs with target 0
   * @param loss mean squared error of the cosine similarity
   * @param positive mean cosine similarity of positive pairs, {@code negative} that of negative
   *     ones
   * @param distance to the embeddings at the checkpoint's start
   * @param drift whether this distance counts as drift
   */
  public record Loss(
      long atMs,
      String modalities,
      String checkpoint,
      long positives,
      long negatives,
      long images,
      Double loss,
      Double positive,
      Double negative,
      Double uniformity,
      Double distance,
      Boolean drift) {

    /** Returns the number of pairs with a target. */
    public long pairs() {
      return positives + negatives;
    }
  }

  /**
   * A training event.
   *
   * @param kind name of a TrainingEvent
   * @param loss null if the event has none
   * @param checkpoint the checkpoint concerned, or null
   * @param reason sentences shown to users; may be empty
   */
  public record Step(
      long atMs, String kind, long step, Double loss, String checkpoint, String reason) {}

  /**
   * A record that could not be processed.
   *
   * @param topic the record's topic, followed by its partition and offset; empty if unknown
   * @param cause a sentence shown to users
   * @param bytes length of the value
   * @param text the first bytes of the value, with dots for unprintable ones
   */
  public record DeadLetter(
      String topic,
      String partition,
      String offset,
      String cause,
      int bytes,
      String text,
      long atMs) {}

  /** Records of all three kinds, each in the order of arrival. */
  public record Records(List<Loss> loss, List<Step> training, List<DeadLetter> letters) {}

  public TelemetryHistory(TopicTails tails, Topics topics) {
    this.topics = topics;
    int maxLosses = MAX_RECORDS * ModalityPair.among(topics.modalities()).size();
    loss = new Series<>(maxLosses);
    maxLossRecords = LOSSES_OF_TWO * maxLosses;
    lossTail = tails.open(topics.loss().name(), maxLossRecords);
    trainingTail = tails.open(topics.training().name(), MAX_RECORDS);
    letterTail = tails.open(topics.deadLetters().name(), MAX_DEAD_LETTERS);
  }

  /**
   * Reads new records, which may block; {@link #keep} then returns them. If a topic cannot be read,
   * records already read from the others are kept for the next call.
   */
  public void fetch() {
    TopicTail.values(lossTail.newest(maxLossRecords), topics.loss()).stream()
        // without a loss or a distance there is nothing to draw
        .filter(this::isOfOurModalities)
        .filter(window -> window.getMeanLoss() != null || window.getEmbeddingDistance() != null)
        .map(TelemetryHistory::loss)
        .forEach(loss.fresh::add);
    TopicTail.values(trainingTail.newest(MAX_RECORDS), topics.training()).stream()
        .map(TelemetryHistory::step)
        .forEach(training.fresh::add);
    long skippedBefore = letterTail.skipped();
    List<DeadLetter> found =
        letterTail.newest(MAX_DEAD_LETTERS).stream().map(TelemetryHistory::letter).toList();
    letters.fresh.addAll(found);
    lettersFetched += found.size() + letterTail.skipped() - skippedBefore;
  }

  /**
   * Adds what was fetched since the last call, or at first the newest records, to the history and
   * returns it. Does not block.
   */
  public Records keep() {
    lettersRead = lettersFetched;
    lettersFetched = 0;
    return new Records(loss.keep(), training.keep(), letters.keep());
  }

  /**
   * Returns how many dead letters the last read found. This is exact for up to 20 per partition;
   * beyond, it includes the markers of transactions.
   */
  public long lettersRead() {
    return lettersRead;
  }

  /** Returns the whole history. */
  public Records all() {
    return new Records(
        List.copyOf(loss.kept), List.copyOf(training.kept), List.copyOf(letters.kept));
  }

  /** The records of one kind: what was fetched since the last call, and the history. */
  private static final class Series<T> {
    private final int max;
    private final List<T> fresh = new ArrayList<>();
    private final Deque<T> kept = new ArrayDeque<>();

    Series(int max) {
      this.max = max;
    }

    List<T> keep() {
      List<T> news = List.copyOf(fresh);
      fresh.clear();
      kept.addAll(news);
      while (kept.size() > max) {
        kept.remove();
      }
      return news;
    }
  }

  private boolean isOfOurModalities(LossWindow window) {
    return topics.modalities().contains(window.getModality())
        && topics.modalities().contains(window.getOtherModality());
  }

  private static Loss loss(LossWindow window) {
    return new Loss(
        window.getWindowEndMs(),
        ModalityPair.of(window.getModality(), window.getOtherModality()).toString(),
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
    Header header = record.headers().lastHeader(HEADER_PREFIX + name);
    return header == null || header.value() == null
        ? ""
        : new String(header.value(), StandardCharsets.UTF_8);
  }

  private static String printable(byte[] value) {
    int shown = Math.min(SHOWN_BYTES, value.length);
    return new String(value, 0, shown, StandardCharsets.ISO_8859_1)
        .replaceAll("[^\\x20-\\x7e]", "·");
  }
}
