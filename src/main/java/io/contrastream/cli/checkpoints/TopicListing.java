package io.contrastream.cli.checkpoints;

import io.contrastream.cli.frame.CommandContext;
import io.contrastream.cli.frame.PlainText;
import io.contrastream.cli.output.JsonOption;
import io.contrastream.cli.output.RecordFields;
import io.contrastream.schema.CheckpointLineage;
import io.contrastream.topic.checkpoint.ActiveCheckpoint;
import io.contrastream.topic.checkpoint.CheckpointHistory;
import io.contrastream.topic.checkpoint.PublishedCheckpoint;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Prints what the checkpoint topic holds. */
final class TopicListing {
  private static final int MOST_FIGURES = 4;

  private final CommandContext context;
  private final JsonOption json;

  TopicListing(CommandContext context, JsonOption json) {
    this.context = context;
    this.json = json;
  }

  void list(CheckpointHistory history) {
    List<Map<String, Object>> objects =
        history.checkpoints().stream().map(each -> object(each, history)).toList();
    json.printAll(context, objects, () -> print(history));
  }

  void show(PublishedCheckpoint checkpoint, CheckpointHistory history) {
    Map<String, Object> object = object(checkpoint, history);
    object.put("sha256", checkpoint.sha256());
    object.put("architecture", checkpoint.architecture());
    object.put("dimension", checkpoint.dimension());
    object.put(
        "lineage", checkpoint.lineage() == null ? null : RecordFields.ofAvro(checkpoint.lineage()));
    object.put("activations", activations(checkpoint, history));
    json.print(context, object, () -> print(checkpoint, history));
  }

  private static Map<String, Object> object(
      PublishedCheckpoint checkpoint, CheckpointHistory history) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("id", checkpoint.id());
    object.put(
        "active",
        history.active().filter(active -> active.id().equals(checkpoint.id())).isPresent());
    object.put("bytes", checkpoint.bytes());
    object.put("atMs", checkpoint.atMs());
    object.put("parentId", checkpoint.parentId());
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
      context.err().printf("The topic holds no checkpoints of %s%n", history.model());
      return;
    }
    String active = history.active().map(ActiveCheckpoint::id).orElse("");
    context.out().printf("  %-12s  %7s  %-20s  %s%n", "id", "KiB", "published", "figures");
    for (PublishedCheckpoint each : history.checkpoints()) {
      context
          .out()
          .printf(
              "%s %-12s  %7d  %-20s  %s%n",
              each.id().equals(active) ? "*" : " ",
              each.id(),
              each.bytes() / 1024,
              time(each.atMs()),
              figures(each.metrics()));
    }
    history.active().ifPresent(now -> context.err().println("* " + announcement(now)));
  }

  private void print(PublishedCheckpoint checkpoint, CheckpointHistory history) {
    fact("id", checkpoint.id());
    fact("sha256", checkpoint.sha256());
    fact("architecture", checkpoint.architecture());
    fact("dimension", checkpoint.dimension());
    fact("KiB", checkpoint.bytes() / 1024);
    fact("published", time(checkpoint.atMs()));
    fact("parent", checkpoint.parentId() == null ? "(none)" : checkpoint.parentId());
    new TreeMap<>(checkpoint.metrics()).forEach(this::fact);
    if (checkpoint.lineage() != null) {
      show(checkpoint.lineage());
    }
    activations(checkpoint, history).forEach(active -> fact("activated", announcement(active)));
  }

  private void show(CheckpointLineage lineage) {
    fact("trainer", lineage.getTrainer());
    fact("step", lineage.getStep());
    fact("pairs", lineage.getPairs());
    fact("seed", lineage.getSeed() == null ? "(unknown)" : lineage.getSeed());
    lineage
        .getOffsets()
        .forEach(
            range ->
                fact(
                    "read",
                    "%s-%d from %d to before %d"
                        .formatted(
                            range.getTopic(),
                            range.getPartition(),
                            range.getFromOffset(),
                            range.getToOffset())));
    new TreeMap<>(lineage.getSettings()).forEach(this::fact);
  }

  private static String announcement(ActiveCheckpoint active) {
    return PlainText.line(
        "generation %d at %s by %s: %s"
            .formatted(active.generation(), time(active.atMs()), active.by(), active.reason()));
  }

  /** A few that fit into a line, none of a single digit's; {@link #show} prints all. */
  private static String figures(Map<String, Double> metrics) {
    return PlainText.line(
        new TreeMap<>(metrics)
            .entrySet().stream()
                .filter(metric -> !metric.getKey().contains(".of."))
                .limit(MOST_FIGURES)
                .map(metric -> "%s=%.4g".formatted(metric.getKey(), metric.getValue()))
                .collect(Collectors.joining(" ")));
  }

  private static String time(long atMs) {
    return Instant.ofEpochMilli(atMs / 1000 * 1000).toString();
  }

  private void fact(String name, Object value) {
    context.out().println(PlainText.line("%-24s %s".formatted(name, value)));
  }
}
