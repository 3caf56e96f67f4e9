package io.contrastream.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The sources of settings that override the packaged defaults, in ascending precedence.
 *
 * @param file in the format of config/contrastream.yaml
 * @param environment variables; those that name no setting are ignored
 * @param overrides in the form {@code key=value}
 */
public record Sources(
    Optional<Path> file, Map<String, String> environment, List<String> overrides) {

  public Sources {
    environment = Map.copyOf(environment);
    overrides = List.copyOf(overrides);
  }

  /** Returns no sources; the defaults apply. */
  public static Sources none() {
    return new Sources(Optional.empty(), Map.of(), List.of());
  }

  /**
   * Returns the given file, by default the one in the {@link Home} if it exists; the environment of
   * the process; the overrides.
   */
  public static Sources of(Optional<Path> named, List<String> overrides) {
    Optional<Path> home =
        Optional.of(Home.folder().resolve("config/contrastream.yaml")).filter(Files::isRegularFile);
    return new Sources(named.or(() -> home), System.getenv(), overrides);
  }

  /** Shows no values, since they may be secret. */
  @Override
  public String toString() {
    List<String> keys = overrides.stream().map(text -> text.split("=", 2)[0]).toList();
    return "Sources[file=%s, %d variables, overrides=%s]".formatted(file, environment.size(), keys);
  }
}
