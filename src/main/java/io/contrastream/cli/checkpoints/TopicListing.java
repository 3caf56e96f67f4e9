package io.contrastream.cli.checkpoints;

import io.contrastream.cli.frame.CommandContext;
import io.contrastream.cli.output.JsonCommand;
import io.contrastream.cli.output.RecordFields;
import io.contrastream.cli.output.Table;
import io.contrastream.schema.CheckpointLineage;
import io.contrastream.schema.OffsetRange;
import io.contrastream.topic.checkpoint.ActiveCheckpoint;
import io.contrastream.topic.checkpoint.CheckpointHistory;
import io.contrastream.topic.checkpoint.PublishedCheckpoint;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Prints the checkpoints of the topic. */
final class TopicListing {
  private static final int MAX_FIGURES = 4;

  private final CommandContext context;
  private final JsonCommand command;

  TopicListing(CommandContext context, JsonCommand command) {
    this.context = context;
    this.command = command;
  }

  void list(CheckpointHistory history) {
    List<Map<String, Object>> objects =
        history.checkpoints().stream().map(each -> object(each, history)).toList();
    command.printResults(objects, () -> print(history));
  }

  void show(PublishedCheckpoint checkpoint, CheckpointHistory history) {
    Map<String, Object> object = object(checkpoint, history);
    object.put("sha256", checkpoint.sha256());
    object.put("architecture", checkpoint.architecture());
    object.put("dimension", checkpoint.dimension());
    object.put(
        "lineage", checkpoint.lineage() == null ? null : RecordFields.ofAvro(checkpoint.lineage()));
    object.put("activations", activations(checkpoint, history));
    command.printResult(object, () -> print(checkpoint, history));
  }

  private static Map<String, Object> object(
      PublishedCheckpoint checkpoint, CheckpointHistory history) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("id", checkpoint.id());
    object.put(
        "active",
        history.active().filter(active -> active.id().equals(checkpoint.id())).isPresent());
    object.put("inShadow", isInShadow(checkpoint.id(), history));
    object.put("bytes", checkpoint.bytes());
    object.put("atMs", checkpoint.atMs());
    object.put("parentId", checkpoint.parentId());
    object.put("spaceId", checkpoint.spaceId());
    object.put("metrics", new TreeMap<>(checkpoint.metrics()));
    return object;
  }

  private static List<ActiveCheckpoint> activations(
      PublishedCheckpoint checkpoint, CheckpointHistory history) {
    return history.activations().stream()
        .filter(active -> active.id().equals(checkpoint.id()))
        .toList();
  }

  private void print(CheckpointHistory history) {
    if (history.checkpoints().isEmpty()) {
      context.say("The topic has no checkpoints of %s", history.model());
      return;
    }
    String active = history.active().map(ActiveCheckpoint::id).orElse("");
    Table table = new Table("  id", "space", "KiB", "published", "metrics");
    for (PublishedCheckpoint each : history.checkpoints()) {
      table.row(
          mark(each.id(), active, history) + each.id(),
          each.spaceId(),
          each.bytes() / 1024,
          time(each.atMs()),
          figures(each.metrics()));
    }
    table.print(context.out());
    history.active().ifPresent(now -> context.say("* %s", announcement(now)));
    history
        .shadow()
        .filter(it -> isInShadow(it.id(), history))
        .ifPresent(
            it ->
                context.say(
                    "~ in the shadow of %s for %d pairs, by %s",
                    it.activeId(), it.terms().pairs(), it.by()));
  }

  private static String mark(String id, String active, CheckpointHistory history) {
    if (id.equals(active)) {
      return "* ";
    }
    return isInShadow(id, history) ? "~ " : "  ";
  }

  private static boolean isInShadow(String id, CheckpointHistory history) {
    return history
        .shadow()
        .filter(it -> it.id().equals(id) && it.isOpen(System.currentTimeMillis()))
        .isPresent();
  }

  private void print(PublishedCheckpoint checkpoint, CheckpointHistory history) {
    Table facts = new Table();
    facts.row("id", checkpoint.id());
    facts.row("sha256", checkpoint.sha256());
    facts.row("architecture", checkpoint.architecture());
    facts.row("dimension", checkpoint.dimension());
    facts.row("KiB", checkpoint.bytes() / 1024);
    facts.row("published", time(checkpoint.atMs()));
    facts.row("parent", checkpoint.parentId() == null ? "(none)" : checkpoint.parentId());
    facts.row("space", checkpoint.spaceId());
    new TreeMap<>(checkpoint.metrics()).forEach(facts::row);
    if (checkpoint.lineage() != null) {
      addLineage(facts, checkpoint.lineage());
    }
    activations(checkpoint, history)
        .forEach(active -> facts.row("activated", announcement(active)));
    facts.print(context.out());
  }

  private static void addLineage(Table facts, CheckpointLineage lineage) {
    facts.row("trainer", lineage.getTrainer());
    facts.row("step", lineage.getStep());
    facts.row("pairs", lineage.getPairs());
    facts.row("seed", lineage.getSeed() == null ? "(unknown)" : lineage.getSeed());
    for (OffsetRange range : lineage.getOffsets()) {
      facts.row(
          "read",
          "%s-%d, offsets [%d, %d)"
              .formatted(
                  range.getTopic(),
                  range.getPartition(),
                  range.getFromOffset(),
                  range.getToOffset()));
    }
    new TreeMap<>(lineage.getSettings()).forEach(facts::row);
  }

  private static String announcement(ActiveCheckpoint active) {
    return "generation %d at %s by %s: %s"
        .formatted(active.generation(), time(active.atMs()), active.by(), active.reason());
  }

  /**
   * Returns a few metrics that fit into a line, none of a single class; {@link #show} prints all.
   */
  private static String figures(Map<String, Double> metrics) {
    return new TreeMap<>(metrics)
        .entrySet().stream()
            .filter(metric -> !metric.getKey().contains(".of."))
            .limit(MAX_FIGURES)
            .map(metric -> "%s=%.4g".formatted(metric.getKey(), metric.getValue()))
            .collect(Collectors.joining(" "));
  }

  private static String time(long atMs) {
    return Instant.ofEpochMilli(atMs / 1000 * 1000).toString();
  }
}
