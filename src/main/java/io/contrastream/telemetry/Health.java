package io.contrastream.telemetry;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Whether the parts of a process are well, and whether they are ready for work. A part that is not
 * well wants its process started again; one that is not ready wants patience. Parts are added
 * before anybody asks; any thread may ask.
 */
public final class Health {

  /**
   * @param ok whether all parts are
   * @param problems what is wrong, by part; empty where nothing is
   */
  public record Report(boolean ok, Map<String, String> problems) {}

  private final Map<String, Supplier<Optional<String>>> live = new LinkedHashMap<>();
  private final Map<String, Supplier<Optional<String>>> ready = new LinkedHashMap<>();

  /**
   * @param problem empty while the part is well
   */
  public Health live(String part, Supplier<Optional<String>> problem) {
    live.put(part, problem);
    return this;
  }

  /**
   * @param problem empty while the part is ready
   */
  public Health ready(String part, Supplier<Optional<String>> problem) {
    ready.put(part, problem);
    return this;
  }

  public Report live() {
    return report(live);
  }

  /** What is not well is not ready either. */
  public Report ready() {
    Map<String, Supplier<Optional<String>>> all = new LinkedHashMap<>(ready);
    live.forEach((part, problem) -> all.put(part + ".live", problem));
    return report(all);
  }

  private static Report report(Map<String, Supplier<Optional<String>>> parts) {
    Map<String, String> problems = new LinkedHashMap<>();
    parts.forEach((part, problem) -> problem.get().ifPresent(reason -> problems.put(part, reason)));
    return new Report(problems.isEmpty(), problems);
  }
}
