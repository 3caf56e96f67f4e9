package io.contrastream.cli.stream;

import io.contrastream.cli.frame.ExitCode;
import io.contrastream.cli.output.JsonCommand;
import io.contrastream.doctor.Doctor;
import io.contrastream.doctor.Finding;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;

@Command(
    name = "doctor",
    description = {
      "Check everything the program needs, and suggest a remedy for each problem.",
      "Checks Java, libtorch and its device, the checkpoint, folders, compression, broker, schema"
          + " registry, topics, internal topics, coordinators, permissions and the active"
          + " checkpoint. Changes nothing, except that Kafka keeps a transactional id of the"
          + " check's for a week. Exits with 1 if a check fails."
    },
    footer = {
      "  contrastream doctor",
      "  contrastream doctor --set kafka.bootstrap.servers=kafka:9092",
      "  contrastream doctor --json | jq 'select(.result == \"failed\")'"
    })
public final class DoctorCommand extends JsonCommand {

  @Override
  public Integer call() {
    Map<Finding.Result, Integer> counts = new EnumMap<>(Finding.Result.class);
    boolean healthy =
        Doctor.of(context.settings())
            .examine(
                finding -> {
                  counts.merge(finding.result(), 1, Integer::sum);
                  printResult(finding, () -> print(finding));
                });
    if (!isJson()) {
      context.say("%s", summary(counts));
    }
    return healthy ? 0 : ExitCode.FAILED;
  }

  private void print(Finding finding) {
    context.print("%-8s %-17s  %s", finding.result(), finding.check(), finding.seen());
    if (!finding.remedy().isEmpty()) {
      context.print("%26s  → %s", "", finding.remedy());
    }
  }

  private static String summary(Map<Finding.Result, Integer> counts) {
    return counts.entrySet().stream()
        .map(count -> count.getValue() + " " + count.getKey())
        .collect(Collectors.joining(", "));
  }
}
