package io.contrastream.cli.stream;

import io.contrastream.cli.frame.CommandContext;
import io.contrastream.cli.frame.ExitCode;
import io.contrastream.cli.frame.PlainText;
import io.contrastream.cli.output.JsonOption;
import io.contrastream.doctor.Doctor;
import io.contrastream.doctor.Finding;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Says what is amiss, and what to do. */
@Command(
    name = "doctor",
    description = {
      "Examines what the program needs, and says what to do where something is amiss.",
      "Java, libtorch and its device, the checkpoint, folders, broker, registry, topics, rights,"
          + " and the active checkpoint. Changes nothing. Fails where something has failed."
    },
    footer = {
      "  contrastream doctor",
      "  contrastream doctor --set kafka.bootstrap.servers=kafka:9092",
      "  contrastream doctor --json | jq 'select(.result == \"failed\")'"
    })
public final class DoctorCommand implements Callable<Integer> {
  @Mixin private CommandContext context;
  @Mixin private JsonOption json;

  /** What {@code --json} prints of a finding. */
  private record Line(String check, String result, String seen, String remedy) {}

  @Override
  public Integer call() {
    Map<Finding.Result, Integer> counts = new EnumMap<>(Finding.Result.class);
    boolean well =
        Doctor.of(context.settings())
            .examine(
                finding -> {
                  counts.merge(finding.result(), 1, Integer::sum);
                  print(finding);
                });
    if (!json.wanted()) {
      context.err().println(summary(counts));
    }
    return well ? 0 : ExitCode.FAILED;
  }

  private void print(Finding finding) {
    String result = word(finding.result());
    json.print(
        context,
        new Line(finding.check(), result, finding.seen(), finding.remedy()),
        () -> print(finding, result));
  }

  private void print(Finding finding, String result) {
    line("%-8s %-17s  %s", result, finding.check(), finding.seen());
    if (!finding.remedy().isEmpty()) {
      line("%26s  → %s", "", finding.remedy());
    }
  }

  /** Brokers and registries have a say in what is seen. */
  private void line(String format, Object... facts) {
    context.out().println(PlainText.line(format.formatted(facts)));
  }

  private static String summary(Map<Finding.Result, Integer> counts) {
    return counts.entrySet().stream()
        .map(count -> count.getValue() + " " + word(count.getKey()))
        .collect(Collectors.joining(", "));
  }

  private static String word(Finding.Result result) {
    return result.name().toLowerCase(Locale.ROOT);
  }
}
