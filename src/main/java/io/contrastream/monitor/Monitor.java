package io.contrastream.monitor;

import io.contrastream.checkpoint.CheckpointFolder;
import io.contrastream.config.Settings;
import io.contrastream.encoding.Modalities;
import io.contrastream.encoding.ModalityPair;
import io.contrastream.lifecycle.Closeables;
import io.contrastream.processor.swap.CheckpointAdmin;
import io.contrastream.topic.GroupAdmin;
import io.contrastream.topic.GroupProgress;
import io.contrastream.topic.GroupProgress.PartitionProgress;
import io.contrastream.topic.TopicSetup;
import io.contrastream.topic.Topics;
import io.contrastream.topic.checkpoint.ActiveCheckpoint;
import io.contrastream.topic.checkpoint.CheckpointHistory;
import io.contrastream.topic.checkpoint.CheckpointNames;
import io.contrastream.topic.history.TelemetryHistory;
import io.contrastream.topic.history.TelemetryHistory.DeadLetter;
import io.contrastream.topic.history.TelemetryHistory.Loss;
import io.contrastream.topic.history.TelemetryHistory.Step;
import io.contrastream.topic.history.TopicTails;
import io.contrastream.topic.registry.SchemaRegistry;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Takes snapshots of a cluster. Each costs the broker a few small requests; the first also reads
 * the checkpoint topic. One thread calls.
 */
public final class Monitor implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final int MAX_WINDOWS = 20;
  private static final int MAX_DEAD_LETTERS = 5;
  private static final Set<String> VERDICTS =
      Set.of("VERDICT", "SHADOWED", "PROMOTED", "REFUSED", "ROLLED_BACK", "NOT_JUDGED");

  /** Defaults that detect an unavailable broker soon; settings of the user take precedence. */
  public static final List<String> DEFAULTS =
      List.of(
          "consumer.default.api.timeout.ms=" + TIMEOUT.toMillis(),
          "consumer.request.timeout.ms=" + TIMEOUT.toMillis(),
          "registry.retry=" + TIMEOUT.toSeconds() + "s");

  private final Settings settings;
  private final GrowthRate written = new GrowthRate();
  private final GrowthRate embedded = new GrowthRate();
  private final GrowthRate letters = new GrowthRate();
  private final GroupAdmin groups;
  private final TopicTails tails;
  private final CheckpointNames names;
  private TelemetryHistory history;
  private CheckpointAdmin checkpoints;
  private long lettersSeen;
  private boolean pastOldLetters;

  /**
   * @param settings with {@link #DEFAULTS} applied
   * @param registry remains owned by the caller, who closes it after this
   * @throws RuntimeException if the broker does not answer or a topic is missing
   */
  public Monitor(Settings settings, SchemaRegistry registry) {
    this.settings = settings;
    tails = new TopicTails(settings.consumerProperties());
    groups = new GroupAdmin(settings.adminProperties(), TIMEOUT);
    names = new CheckpointNames(new CheckpointFolder(settings.model().checkpointsDir()));
    try {
      var topicNames = settings.topics();
      TopicSetup.require(
          settings,
          TIMEOUT,
          Stream.concat(
                  settings.inputTopics().stream(),
                  Stream.of(
                      topicNames.loss(),
                      topicNames.training(),
                      topicNames.checkpoints(),
                      topicNames.deadLetters()))
              .toList());
      Topics topics = Topics.of(settings, registry);
      history = new TelemetryHistory(tails, topics);
      checkpoints = new CheckpointAdmin(settings, topics.checkpoints());
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * @throws RuntimeException if the broker or the registry does not answer; the next call tries
   *     again
   */
  public Snapshot snapshot() {
    String group = settings.stream().applicationId();
    GroupProgress progress = groups.progress(group, settings.inputTopics());
    TelemetryHistory.Records news = read();
    long nowNs = System.nanoTime();
    written.add(progress.written(), nowNs);
    embedded.add(progress.done(), nowNs);
    letters.add(lettersSeen, nowNs);
    NavigableMap<Long, Loss> windows = windows(news.loss(), ModalityPair.IMAGES);
    CheckpointHistory published = checkpoints.history();
    ActiveCheckpoint active = published.active().orElse(null);
    return new Snapshot(
        System.currentTimeMillis(),
        settings.modalities().stream().map(Modalities::name).toList(),
        Snapshot.Flow.of(written),
        Snapshot.Flow.of(embedded),
        lag(progress),
        new Snapshot.Group(group, progress.state(), progress.instances(), progress.members()),
        windows.isEmpty() ? null : windows.lastEntry().getValue(),
        curve(windows),
        otherLosses(news.loss()),
        active,
        active == null ? null : names.of(published).get(active.id()),
        trainer(news.training()),
        Snapshot.Flow.of(letters),
        newest(news.letters()));
  }

  private TelemetryHistory.Records read() {
    history.fetch();
    history.keep();
    lettersSeen += pastOldLetters ? history.lettersRead() : 0; // the first ones were there before
    pastOldLetters |= tails.isPastOpening(settings.topics().deadLetters());
    return history.all();
  }

  private static Snapshot.Lag lag(GroupProgress progress) {
    Optional<PartitionProgress> worst = progress.worst();
    return new Snapshot.Lag(
        progress.lag(),
        worst.map(PartitionProgress::lag).orElse(0L),
        worst.map(PartitionProgress::topic).orElse(null),
        worst.map(PartitionProgress::partition).orElse(null));
  }

  private List<Snapshot.Losses> otherLosses(List<Loss> records) {
    return ModalityPair.among(settings.modalities()).stream()
        .filter(pair -> !pair.equals(ModalityPair.IMAGES))
        .map(pair -> windows(records, pair))
        .filter(windows -> !windows.isEmpty())
        .map(windows -> new Snapshot.Losses(windows.lastEntry().getValue(), curve(windows)))
        .toList();
  }

  /**
   * Returns windows with a loss by their end; of several records of a window, that with most pairs.
   */
  private static NavigableMap<Long, Loss> windows(List<Loss> records, ModalityPair modalities) {
    NavigableMap<Long, Loss> windows = new TreeMap<>();
    records.stream()
        .filter(each -> each.modalities().equals(modalities.toString()))
        .filter(each -> each.loss() != null)
        .forEach(each -> windows.merge(each.atMs(), each, (a, b) -> a.pairs() < b.pairs() ? b : a));
    return windows;
  }

  private static List<Double> curve(NavigableMap<Long, Loss> windows) {
    return windows.values().stream()
        .skip(Math.max(0, windows.size() - MAX_WINDOWS))
        .map(Loss::loss)
        .toList();
  }

  private static Snapshot.Trainer trainer(List<Step> steps) {
    List<Step> sorted = steps.stream().sorted(Comparator.comparingLong(Step::atMs)).toList();
    if (sorted.isEmpty()) {
      return null;
    }
    Step last = sorted.get(sorted.size() - 1);
    Double loss = null;
    Snapshot.Verdict verdict = null;
    for (Step it : sorted) {
      loss = it.loss() == null ? loss : it.loss();
      if (VERDICTS.contains(it.kind())) {
        verdict = new Snapshot.Verdict(it.kind(), it.checkpoint(), it.reason(), it.atMs());
      }
    }
    return new Snapshot.Trainer(last.step(), loss, last.atMs(), verdict);
  }

  private static List<DeadLetter> newest(List<DeadLetter> letters) {
    return letters.stream()
        .sorted(Comparator.comparingLong(DeadLetter::atMs).reversed())
        .limit(MAX_DEAD_LETTERS)
        .toList();
  }

  @Override
  public void close() {
    Closeables.closeAll(checkpoints, tails, groups);
  }
}
