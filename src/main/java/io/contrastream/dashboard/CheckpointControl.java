package io.contrastream.dashboard;

import io.contrastream.checkpoint.CheckpointException;
import io.contrastream.config.Settings;
import io.contrastream.processor.swap.CheckpointAdmin;
import io.contrastream.processor.swap.CheckpointStatus;
import io.contrastream.processor.swap.Refusal;
import io.contrastream.schema.ActivationCause;
import io.contrastream.topic.Topics;
import io.contrastream.topic.checkpoint.ActiveCheckpoint;
import io.contrastream.topic.checkpoint.CheckpointHistory;
import io.contrastream.topic.checkpoint.PublishedCheckpoint;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The checkpoint topic, and what a processor of this process makes of it, for the dashboard. */
public final class CheckpointControl implements CheckpointDesk, AutoCloseable {
  private static final int MARKS = 100;
  private static final String BY = "the dashboard";

  private final Settings settings;
  private final Topics topics;
  private final Supplier<Optional<CheckpointStatus>> status;
  private final Set<Refusal> refusals = new LinkedHashSet<>();
  private CheckpointAdmin store;

  /**
   * Asks Kafka for nothing yet.
   *
   * @param status of the processor, where this process has one
   */
  public CheckpointControl(
      Settings settings, Topics topics, Supplier<Optional<CheckpointStatus>> status) {
    this.settings = settings;
    this.topics = topics;
    this.status = status;
  }

  private CheckpointAdmin store() {
    if (store == null) {
      store = new CheckpointAdmin(settings, topics.checkpoints());
    }
    return store;
  }

  @Override
  public synchronized View view() {
    CheckpointHistory history = store().history();
    Optional<CheckpointStatus> now = status.get();
    now.flatMap(CheckpointStatus::lastRefusal).ifPresent(this::remember);
    List<PublishedCheckpoint> newestFirst = new ArrayList<>(history.checkpoints());
    Collections.reverse(newestFirst);
    return new View(
        history.active().map(ActiveCheckpoint::id).orElse(null),
        history.former().orElse(null),
        now.map(CheckpointStatus::activeId).orElse(null),
        newestFirst.stream().map(CheckpointControl::entry).toList(),
        marks(history, now.map(CheckpointControl::decided).orElse(Long.MAX_VALUE)));
  }

  private void remember(Refusal refusal) {
    if (refusals.add(refusal) && refusals.size() > MARKS) {
      refusals.remove(refusals.iterator().next());
    }
  }

  private static Entry entry(PublishedCheckpoint checkpoint) {
    return new Entry(
        checkpoint.id(),
        checkpoint.parentId(),
        checkpoint.lineage() == null ? 0 : checkpoint.lineage().getStep(),
        checkpoint.metrics(),
        checkpoint.atMs());
  }

  /** The processor has gone over to the announcements up to this generation, or refused them. */
  private static long decided(CheckpointStatus status) {
    return Math.max(status.generation(), status.lastRefusal().map(Refusal::generation).orElse(0L));
  }

  /** What is announced is no swap yet: the processor may still refuse it. */
  private List<Mark> marks(CheckpointHistory history, long decided) {
    List<Mark> marks = new ArrayList<>();
    Set<Long> refused = refusals.stream().map(Refusal::generation).collect(Collectors.toSet());
    history.activations().stream()
        .limit(MARKS)
        .filter(each -> each.generation() <= decided && !refused.contains(each.generation()))
        .map(each -> new Mark("swap", each.id(), each.reason(), each.atMs()))
        .forEach(marks::add);
    refusals.stream()
        .map(each -> new Mark("refusal", each.checkpointId(), each.reason(), each.atMs()))
        .forEach(marks::add);
    marks.sort(Comparator.comparingLong(Mark::atMs));
    return List.copyOf(marks);
  }

  @Override
  public synchronized void activate(String id) {
    store().activate(store().find(id).id(), ActivationCause.MANUAL, "Activated by hand", BY);
  }

  @Override
  public synchronized void rollBack() {
    String former =
        store()
            .history()
            .former()
            .orElseThrow(() -> new CheckpointException("There is no checkpoint to go back to"));
    store()
        .activate(store().find(former).id(), ActivationCause.ROLLBACK, "Rolled back by hand", BY);
  }

  @Override
  public synchronized void close() {
    if (store != null) {
      store.close();
    }
  }
}
