package io.contrastream.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where settings come from beside the packaged defaults, from the weakest to the strongest.
 *
 * @param file YAML, as config/contrastream.yaml
 * @param environment variables; those that name no setting of ours are ignored
 * @param overrides {@code key=value}
 */
public record Sources(
    Optional<Path> file, Map<String, String> environment, List<String> overrides) {

  public Sources {
    environment = Map.copyOf(environment);
    overrides = List.copyOf(overrides);
  }

  /** The defaults alone. */
  public static Sources none() {
    return new Sources(Optional.empty(), Map.of(), List.of());
  }

  /**
   * The file that a person named, else the one in the home folder if there is one; the process's
   * environment; overrides.
   */
  public static Sources of(Optional<Path> named, List<String> overrides) {
    Optional<Path> home =
        Optional.of(Home.folder().resolve("config/contrastream.yaml")).filter(Files::isRegularFile);
    return new Sources(named.or(() -> home), System.getenv(), overrides);
  }

  /** Only the key of each override and how many variables: values may be secret. */
  @Override
  public String toString() {
    List<String> keys = overrides.stream().map(text -> text.split("=", 2)[0]).toList();
    return "Sources[file=%s, %d variables, overrides=%s]".formatted(file, environment.size(), keys);
  }
}
