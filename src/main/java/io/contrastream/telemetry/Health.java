package io.contrastream.telemetry;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Liveness and readiness of a process, from checks of its parts. A process that is not live must be
 * restarted; one that is live but not ready needs time. Add all checks first; then any thread may
 * ask for reports.
 */
public final class Health {

  /**
   * @param ok whether there are no problems
   * @param problems by part
   */
  public record Report(boolean ok, Map<String, String> problems) {}

  private final Map<String, Supplier<Optional<String>>> livenessChecks = new LinkedHashMap<>();
  private final Map<String, Supplier<Optional<String>>> readinessChecks = new LinkedHashMap<>();

  /**
   * @param problem empty while the part is live
   */
  public Health addLiveness(String part, Supplier<Optional<String>> problem) {
    livenessChecks.put(part, problem);
    return this;
  }

  /**
   * @param problem empty while the part is ready
   */
  public Health addReadiness(String part, Supplier<Optional<String>> problem) {
    readinessChecks.put(part, problem);
    return this;
  }

  public Report liveness() {
    return report(livenessChecks);
  }

  /** Includes the problems of liveness. */
  public Report readiness() {
    Map<String, Supplier<Optional<String>>> all = new LinkedHashMap<>(readinessChecks);
    livenessChecks.forEach((part, problem) -> all.put(part + ".live", problem));
    return report(all);
  }

  private static Report report(Map<String, Supplier<Optional<String>>> parts) {
    Map<String, String> problems = new LinkedHashMap<>();
    parts.forEach((part, problem) -> problem.get().ifPresent(reason -> problems.put(part, reason)));
    return new Report(problems.isEmpty(), problems);
  }
}
