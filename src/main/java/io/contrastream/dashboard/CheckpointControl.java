package io.contrastream.dashboard;

import io.contrastream.checkpoint.CheckpointException;
import io.contrastream.checkpoint.CheckpointFolder;
import io.contrastream.config.Settings;
import io.contrastream.processor.swap.CheckpointAdmin;
import io.contrastream.processor.swap.CheckpointStatus;
import io.contrastream.processor.swap.CheckpointStatus.Refusal;
import io.contrastream.schema.ActivationCause;
import io.contrastream.topic.Topics;
import io.contrastream.topic.checkpoint.ActiveCheckpoint;
import io.contrastream.topic.checkpoint.CheckpointHistory;
import io.contrastream.topic.checkpoint.CheckpointNames;
import io.contrastream.topic.checkpoint.PublishedCheckpoint;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Shows the checkpoints of the topic to the page, and activates them or rolls back on its behalf.
 * Any thread may call; calls wait for Kafka.
 */
final class CheckpointControl implements AutoCloseable {
  private static final int MAX_MARKS = 100;
  private static final String BY = "the dashboard";

  /**
   * @param spaceId the space of its vectors
   * @param metrics what the gate measured, by name
   * @param atMs when it was published
   */
  record Entry(
      String id,
      String parentId,
      String spaceId,
      long step,
      Map<String, Double> metrics,
      long atMs) {}

  /**
   * A swap to a checkpoint, or its refusal, to mark in the charts.
   *
   * @param kind {@code swap} or {@code refusal}
   */
  record Mark(String kind, String id, String reason, long atMs) {}

  /**
   * The state of the topic and of this process.
   *
   * @param active id of the announced checkpoint, or null before the first announcement
   * @param former the checkpoint a rollback activates, or null if there is none
   * @param held whether trainers promote nothing, because a person has rolled back
   * @param inUse id of the checkpoint this process embeds with, or null if it embeds nothing
   * @param names by id, of the checkpoints that have a name
   * @param entries newest first
   * @param marks oldest first
   */
  record View(
      String active,
      String former,
      boolean held,
      String inUse,
      Map<String, String> names,
      List<Entry> entries,
      List<Mark> marks) {}

  private final Settings settings;
  private final Topics topics;
  private final Supplier<Optional<CheckpointStatus>> status;
  private final CheckpointNames names;
  private final Set<Refusal> refusals = new LinkedHashSet<>();
  private CheckpointAdmin admin;

  /**
   * @param status the processor's, or empty if this process runs none
   */
  CheckpointControl(Settings settings, Topics topics, Supplier<Optional<CheckpointStatus>> status) {
    this.settings = settings;
    this.topics = topics;
    this.status = status;
    this.names = new CheckpointNames(new CheckpointFolder(settings.model().checkpointsDir()));
  }

  /** Connects to Kafka at the first call. */
  private CheckpointAdmin admin() {
    if (admin == null) {
      admin = new CheckpointAdmin(settings, topics.checkpoints());
    }
    return admin;
  }

  synchronized View view() {
    CheckpointHistory history = admin().history();
    Optional<CheckpointStatus> now = status.get();
    now.flatMap(CheckpointStatus::lastRefusal).ifPresent(this::remember);
    List<PublishedCheckpoint> newestFirst = new ArrayList<>(history.checkpoints());
    Collections.reverse(newestFirst);
    return new View(
        history.active().map(ActiveCheckpoint::id).orElse(null),
        history.rollbackTarget(settings.modalities()).orElse(null),
        history.promotionHeld(),
        now.map(CheckpointStatus::activeId).orElse(null),
        names.of(history),
        newestFirst.stream().map(CheckpointControl::entry).toList(),
        marks(history, now.map(CheckpointControl::lastDecided).orElse(Long.MAX_VALUE)));
  }

  private void remember(Refusal refusal) {
    if (refusals.add(refusal) && refusals.size() > MAX_MARKS) {
      refusals.remove(refusals.iterator().next());
    }
  }

  private static Entry entry(PublishedCheckpoint checkpoint) {
    return new Entry(
        checkpoint.id(),
        checkpoint.parentId(),
        checkpoint.spaceId(),
        checkpoint.lineage() == null ? 0 : checkpoint.lineage().getStep(),
        checkpoint.metrics(),
        checkpoint.atMs());
  }

  /** The generation of the last announcement that the processor activated or refused. */
  private static long lastDecided(CheckpointStatus status) {
    return Math.max(status.generation(), status.lastRefusal().map(Refusal::generation).orElse(0L));
  }

  /** Leaves out announcements that the processor has not decided on: it may still refuse them. */
  private List<Mark> marks(CheckpointHistory history, long lastDecided) {
    List<Mark> marks = new ArrayList<>();
    Set<Long> refused = refusals.stream().map(Refusal::generation).collect(Collectors.toSet());
    history.activations().stream()
        .limit(MAX_MARKS)
        .filter(each -> each.generation() <= lastDecided && !refused.contains(each.generation()))
        .map(each -> new Mark("swap", each.id(), each.reason(), each.atMs()))
        .forEach(marks::add);
    refusals.stream()
        .map(each -> new Mark("refusal", each.checkpointId(), each.reason(), each.atMs()))
        .forEach(marks::add);
    marks.sort(Comparator.comparingLong(Mark::atMs));
    return List.copyOf(marks);
  }

  /**
   * @throws CheckpointException if the topic does not hold it
   */
  synchronized void activate(String id) {
    admin().activate(admin().find(id).id(), ActivationCause.MANUAL, "Activated by hand", BY);
  }

  /**
   * @throws CheckpointException if there is none
   */
  synchronized void rollBack() {
    admin().rollBack(admin().rollbackTarget(), "Rolled back by hand", BY);
  }

  @Override
  public synchronized void close() {
    if (admin != null) {
      admin.close();
    }
  }
}
