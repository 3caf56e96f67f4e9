package io.contrastream.cli.stream;

import io.contrastream.cli.frame.CommandContext;
import io.contrastream.cli.frame.ExitCode;
import io.contrastream.cli.frame.PlainText;
import io.contrastream.cli.output.JsonOption;
import io.contrastream.doctor.Doctor;
import io.contrastream.doctor.Finding;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "doctor",
    description = {
      "Check everything the program needs, and suggest a remedy for each problem.",
      "Checks Java, libtorch and its device, the checkpoint, folders, broker, schema registry,"
          + " topics, permissions and the active checkpoint. Changes nothing. Exits with 1 if a"
          + " check fails."
    },
    footer = {
      "  contrastream doctor",
      "  contrastream doctor --set kafka.bootstrap.servers=kafka:9092",
      "  contrastream doctor --json | jq 'select(.result == \"failed\")'"
    })
public final class DoctorCommand implements Callable<Integer> {
  @Mixin private CommandContext context;
  @Mixin private JsonOption json;

  @Override
  public Integer call() {
    Map<Finding.Result, Integer> counts = new EnumMap<>(Finding.Result.class);
    boolean healthy =
        Doctor.of(context.settings())
            .examine(
                finding -> {
                  counts.merge(finding.result(), 1, Integer::sum);
                  json.print(finding, () -> print(finding));
                });
    if (!json.isJson()) {
      context.say("%s", summary(counts));
    }
    return healthy ? 0 : ExitCode.FAILED;
  }

  private void print(Finding finding) {
    print("%-8s %-17s  %s", finding.result(), finding.check(), finding.seen());
    if (!finding.remedy().isEmpty()) {
      print("%26s  → %s", "", finding.remedy());
    }
  }

  /** Findings contain text from brokers and registries. */
  private void print(String format, Object... arguments) {
    context.out().println(PlainText.line(format.formatted(arguments)));
  }

  private static String summary(Map<Finding.Result, Integer> counts) {
    return counts.entrySet().stream()
        .map(count -> count.getValue() + " " + count.getKey())
        .collect(Collectors.joining(", "));
  }
}
