package io.contrastream.cli.monitor;

import io.contrastream.cli.frame.PlainText;
import io.contrastream.cli.output.Sparkline;
import io.contrastream.monitor.Snapshot;
import io.contrastream.topic.checkpoint.ActiveCheckpoint;
import io.contrastream.topic.history.TelemetryHistory.DeadLetter;
import io.contrastream.topic.history.TelemetryHistory.Loss;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Formats what the monitor sees, as the lines of a screen or as a single line. */
final class MonitorText {
  private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");

  private final ZoneId zone;

  MonitorText(ZoneId zone) {
    this.zone = zone;
  }

  /** Returns a line per subject, and one per recent dead letter. */
  List<String> screen(Snapshot look) {
    Stream<String> first =
        Stream.of(
            line(severalModalities(look) ? "Inputs" : "Images", inputs(look)),
            line("Processors", group(look.group())));
    Stream<String> others =
        Stream.of(
            line("Checkpoint", checkpoint(look)),
            line("Trainer", trainer(look.trainer(), look.atMs())),
            line(
                "Dead letters",
                "%s since the monitor started, %s"
                    .formatted(look.deadLetters().count(), rate(look.deadLetters()))));
    Stream<String> letters =
        look.newestDeadLetters().stream().map(each -> line("", letter(each, look.atMs())));
    return Stream.of(first, losses(look), others, letters).flatMap(each -> each).toList();
  }

  /** Returns everything that changes on one line. */
  String line(Snapshot look) {
    return PlainText.line(
        "%s  in %s, embedded %s, lag %d, loss %s, checkpoint %s, trainer %s, dead letters %d%s"
            .formatted(
                clock(look.atMs()),
                rate(look.images()),
                rate(look.embedded()),
                look.lag().total(),
                shortLosses(look),
                look.checkpoint() == null ? "none" : name(look),
                look.trainer() == null ? "none" : "at step " + look.trainer().step(),
                look.deadLetters().count(),
                look.deadLetters().count() == 0 || look.newestDeadLetters().isEmpty()
                    ? ""
                    : " (" + look.newestDeadLetters().get(0).cause() + ")"));
  }

  String clock(long atMs) {
    return CLOCK.format(Instant.ofEpochMilli(atMs).atZone(zone));
  }

  String now() {
    return clock(System.currentTimeMillis());
  }

  private static String line(String heading, String text) {
    return PlainText.line("%-13s%s".formatted(heading, text));
  }

  private static String format(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }

  private static boolean severalModalities(Snapshot look) {
    return look.modalities().size() > 1;
  }

  private static String inputs(Snapshot look) {
    return "in %s, embedded %s, lag %s"
        .formatted(rate(look.images()), rate(look.embedded()), lag(look));
  }

  private static String rate(Snapshot.Flow flow) {
    return flow.perSecond() == null
        ? "–/s"
        : format(flow.perSecond() < 10 ? "%.1f/s" : "%,.0f/s", flow.perSecond());
  }

  private static String lag(Snapshot look) {
    Snapshot.Lag lag = look.lag();
    return lag.worstPartition() == null
        ? "0"
        : format(
            "%,d, highest in partition %d%s: %,d",
            lag.total(),
            lag.worstPartition(),
            severalModalities(look) ? " of " + lag.worstTopic() : "",
            lag.worst());
  }

  private static String group(Snapshot.Group group) {
    if (group.state() == null) {
      return "none in group " + group.id();
    }
    return "%s, %s, group %s is %s"
        .formatted(
            count(group.instances(), "instance"),
            count(group.threads(), "thread"),
            group.id(),
            group.state().toLowerCase(Locale.ROOT));
  }

  /** Names the modalities if there are losses of others than images. */
  private Stream<String> losses(Snapshot look) {
    if (look.otherLosses().isEmpty()) {
      return Stream.of(
          line(
              "Loss",
              look.loss() == null ? "no window with labelled pairs yet" : loss(images(look))));
    }
    return allLosses(look)
        .map(each -> line("Loss", "%-15s %s".formatted(each.loss().modalities(), loss(each))));
  }

  private static String shortLosses(Snapshot look) {
    if (look.otherLosses().isEmpty()) {
      return look.loss() == null ? "–" : number(look.loss().loss());
    }
    return allLosses(look)
        .map(each -> each.loss().modalities() + " " + number(each.loss().loss()))
        .collect(Collectors.joining(", "));
  }

  private static Stream<Snapshot.Losses> allLosses(Snapshot look) {
    Stream<Snapshot.Losses> images = look.loss() == null ? Stream.empty() : Stream.of(images(look));
    return Stream.concat(images, look.otherLosses().stream());
  }

  private static Snapshot.Losses images(Snapshot look) {
    return new Snapshot.Losses(look.loss(), look.lossCurve());
  }

  private String loss(Snapshot.Losses losses) {
    Loss loss = losses.loss();
    Sparkline curve = new Sparkline();
    losses.lossCurve().forEach(curve::add);
    return "%s %s cosine + %s, - %s (%s until %s, checkpoint %s)"
        .formatted(
            number(loss.loss()),
            curve,
            cosine(loss.positive()),
            cosine(loss.negative()),
            count(loss.pairs(), "pair"),
            clock(loss.atMs()),
            loss.checkpoint());
  }

  private String checkpoint(Snapshot look) {
    ActiveCheckpoint active = look.checkpoint();
    return active == null
        ? "none announced: processors use setting model.checkpoint"
        : "%s since %s, %s (generation %d, by %s%s): %s"
            .formatted(
                name(look),
                clock(active.atMs()),
                ago(active.atMs(), look.atMs()),
                active.generation(),
                active.by(),
                active.holdsPromotion() ? "; promotions are held" : "",
                active.reason());
  }

  private static String name(Snapshot look) {
    String id = look.checkpoint().id();
    return look.checkpointName() == null ? id : "%s (%s)".formatted(look.checkpointName(), id);
  }

  private static String trainer(Snapshot.Trainer trainer, long nowMs) {
    if (trainer == null) {
      return "no reports";
    }
    String progress =
        "step %d, loss %s, %s"
            .formatted(trainer.step(), number(trainer.loss()), ago(trainer.atMs(), nowMs));
    Snapshot.Verdict verdict = trainer.verdict();
    return verdict == null
        ? progress + "; no verdict yet"
        : "%s; %s, %s: %s"
            .formatted(progress, verdict(verdict), ago(verdict.atMs(), nowMs), verdict.reason());
  }

  private static String verdict(Snapshot.Verdict verdict) {
    if (verdict.checkpoint() == null) {
      return "not judged yet";
    }
    return switch (verdict.kind()) {
          case "VERDICT" -> "passed ";
          case "ROLLED_BACK" -> "rolled back to ";
          default -> verdict.kind().toLowerCase(Locale.ROOT) + " ";
        }
        + verdict.checkpoint();
  }

  private static String letter(DeadLetter letter, long nowMs) {
    String origin =
        letter.topic().isEmpty()
            ? "unknown origin"
            : "%s-%s at %s".formatted(letter.topic(), letter.partition(), letter.offset());
    return "%s, %s: %s".formatted(ago(letter.atMs(), nowMs), origin, letter.cause());
  }

  private static String count(long number, String noun) {
    return format("%,d %s%s", number, noun, number == 1 ? "" : "s");
  }

  private static String number(Double value) {
    return value == null ? "–" : format("%.4f", value);
  }

  private static String cosine(Double value) {
    return value == null ? "–" : format("%.3f", value);
  }

  /** Treats a time in the future as now, as clocks of machines differ. */
  static String ago(long atMs, long nowMs) {
    long seconds = Math.max(0, (nowMs - atMs) / 1000);
    if (seconds < 100) {
      return seconds + " s ago";
    }
    long minutes = seconds / 60;
    if (minutes < 100) {
      return minutes + " min ago";
    }
    long hours = minutes / 60;
    return hours < 48 ? hours + " h ago" : hours / 24 + " days ago";
  }
}
