package io.contrastream.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.common.utils.AppInfoParser;

/** The results of all faults, as a Markdown table. */
final class FaultTable {
  private final List<String> rows = new ArrayList<>();

  void add(String fault, int runs, Verdict verdict, List<Long> recoveriesMs) {
    rows.add(
        "| %s | %d | %,d | %d | %d | %d | %d | %s |"
            .formatted(
                fault,
                runs,
                verdict.images(),
                verdict.lost(),
                verdict.doubled(),
                verdict.outOfOrder(),
                verdict.mixed(),
                seconds(recoveriesMs)));
    System.out.println(rows.get(rows.size() - 1));
  }

  private static String seconds(List<Long> millis) {
    if (millis.isEmpty()) {
      return "–";
    }
    List<Long> sorted = millis.stream().sorted().toList();
    return String.format(
        Locale.ROOT,
        "%.1f / %.1f",
        sorted.get(sorted.size() / 2) / 1e3,
        sorted.get(sorted.size() - 1) / 1e3);
  }

  void write(Path file) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "| fault | times | images | lost | doubled | out of order | mixed checkpoints"
            + " | seconds to recover (median / max) |");
    lines.add("|---|---|---|---|---|---|---|---|");
    lines.addAll(rows);
    lines.add("");
    lines.add(
        "%s, Kafka %s, Java %s, %s, %d cores"
            .formatted(
                Scenario.GUARANTEE,
                AppInfoParser.getVersion(),
                Runtime.version(),
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                Runtime.getRuntime().availableProcessors()));
    lines.forEach(System.out::println);
    try {
      Files.write(file, lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
