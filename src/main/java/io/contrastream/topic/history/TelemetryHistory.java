package io.contrastream.topic.history;

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
 * Loss, training and dead letters: little enough to read all of it, and to keep the newest. One
 * thread calls; {@link #fetch} touches nothing that {@link #all} reads, so that only what waits for
 * nothing needs a lock where several do.
 */
public final class TelemetryHistory {
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
  private final List<Loss> freshLoss = new ArrayList<>();
  private final List<Step> freshSteps = new ArrayList<>();
  private final List<DeadLetter> freshLetters = new ArrayList<>();
  private long lettersFetched;
  private long lettersRead;

  /**
   * A record of a window; there may be several of one.
   *
   * @param atMs its end
   * @param positives pairs with a target of 1
   * @param negatives pairs with a target of 0
   * @param images that were embedded
   * @param loss mean squared error of the cosine; null where no pair had a target
   * @param positive mean cosine of positive pairs; null where there is none
   * @param negative mean cosine of negative pairs; null where there is none
   * @param uniformity of the embeddings, or null
   * @param distance from the embeddings that the checkpoint began with, or null
   * @param drift whether that is too far, or null
   */
  public record Loss(
      long atMs,
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

    /** Those with a target. */
    public long pairs() {
      return positives + negatives;
    }
  }

  /**
   * What a trainer did.
   *
   * @param kind one of TrainingEvent's names
   * @param loss null where the record tells of none
   * @param checkpoint that it is about, or null
   * @param reason sentences for people; may be empty
   */
  public record Step(
      long atMs, String kind, long step, Double loss, String checkpoint, String reason) {}

  /**
   * A record that could not be used.
   *
   * @param topic whence it came, with partition and offset; empty where unknown
   * @param cause a sentence for people
   * @param bytes length of its value
   * @param text the value's first bytes, what can't be printed as dots
   */
  public record DeadLetter(
      String topic,
      String partition,
      String offset,
      String cause,
      int bytes,
      String text,
      long atMs) {}

  /** Each list in the order of arrival. */
  public record Records(List<Loss> loss, List<Step> training, List<DeadLetter> letters) {}

  /**
   * @param tails stay the caller's, to close after this
   * @param topics exist
   */
  public TelemetryHistory(TopicTails tails, Topics topics) {
    this.topics = topics;
    lossTail = tails.open(topics.loss().name(), MOST);
    trainingTail = tails.open(topics.training().name(), MOST);
    letterTail = tails.open(topics.deadLetters().name(), LETTERS);
  }

  /** What came since the last reading; at the first, the newest of what is there. */
  public Records read() {
    fetch();
    return keep();
  }

  /**
   * Reads what has come, which may have to wait for Kafka; {@link #keep} makes it known. Where one
   * topic can't be read, what came of the others waits for the next time.
   */
  public void fetch() {
    TopicTail.values(lossTail.newest(MOST), topics.loss()).stream()
        // without pairs that have a target, or a distance, there is nothing to draw
        .filter(window -> window.getMeanLoss() != null || window.getEmbeddingDistance() != null)
        .map(TelemetryHistory::loss)
        .forEach(freshLoss::add);
    TopicTail.values(trainingTail.newest(MOST), topics.training()).stream()
        .map(TelemetryHistory::step)
        .forEach(freshSteps::add);
    long skippedBefore = letterTail.skipped();
    List<DeadLetter> found =
        letterTail.newest(LETTERS).stream().map(TelemetryHistory::letter).toList();
    freshLetters.addAll(found);
    lettersFetched += found.size() + letterTail.skipped() - skippedBefore;
  }

  /** Keeps what was fetched, and answers it. Waits for nothing. */
  public Records keep() {
    Records records =
        new Records(List.copyOf(freshLoss), List.copyOf(freshSteps), List.copyOf(freshLetters));
    lettersRead = lettersFetched;
    lettersFetched = 0;
    move(freshLoss, loss, MOST);
    move(freshSteps, training, MOST);
    move(freshLetters, letters, LETTERS);
    return records;
  }

  /**
   * How many dead letters the last reading found. Exact up to 20 of a partition; in a flood of
   * them, the markers of transactions count too.
   */
  public long lettersRead() {
    return lettersRead;
  }

  /** All that is kept. */
  public Records all() {
    return new Records(List.copyOf(loss), List.copyOf(training), List.copyOf(letters));
  }

  private static <T> void move(List<T> fresh, Deque<T> kept, int most) {
    kept.addAll(fresh);
    fresh.clear();
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
}
