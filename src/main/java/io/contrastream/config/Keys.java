package io.contrastream.config;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.AdminClientConfig;

/** The valid keys: those of the packaged file, and any key in a section that is passed on. */
final class Keys {
  private static final String PREFIX = "CONTRASTREAM_";

  /** A key or variable that differs by more may well belong to somebody else. */
  private static final int MAX_EDITS = 2;

  /** Sections whose other keys are passed on, to Kafka or to the registry's client. */
  private static final Set<String> OPEN =
      Set.of("kafka", "registry", "streams", "producer", "consumer");

  /** Kafka's keys that must be set with the key on the right instead. */
  private static final Map<String, String> ELSEWHERE =
      Map.of(
          "streams.application.id", "stream.application.id",
          "streams.num.stream.threads", "stream.threads",
          "streams.processing.guarantee", "stream.guarantee",
          "streams.commit.interval.ms", "stream.commit.interval",
          "streams.state.dir", "stream.state.dir",
          "streams.replication.factor", "topics.replication",
          "streams.bootstrap.servers", "kafka.bootstrap.servers",
          "producer.bootstrap.servers", "kafka.bootstrap.servers",
          "consumer.bootstrap.servers", "kafka.bootstrap.servers");

  /** Kafka's keys whose values name a file that Kafka reads, such as a private key's. */
  private static final List<String> FILES =
      AdminClientConfig.configNames().stream().filter(name -> name.endsWith(".file")).toList();

  private final Set<String> known;
  private final Map<String, String> keyByVariable = new HashMap<>();

  Keys(Set<String> known) {
    this.known = known;
    known.forEach(key -> keyByVariable.put(variable(key), key));
  }

  static String sectionOf(String key) {
    return key.split("\\.", 2)[0];
  }

  /** Returns what the key must be instead, or empty if it is valid. */
  Optional<String> fault(String key) {
    if (ELSEWHERE.containsKey(key)) {
      return Optional.of("set as " + ELSEWHERE.get(key) + " instead");
    }
    boolean passesThrough = OPEN.contains(sectionOf(key)) && key.matches("\\w+\\.\\S+");
    if (known.contains(key) || passesThrough) {
      return Optional.empty();
    }
    return Optional.of("a key of config/contrastream.yaml; the nearest is " + nearest(key, known));
  }

  /**
   * Returns the key that an environment variable sets, or empty if it sets none, like the variables
   * that Kubernetes adds for a service named contrastream.
   */
  Optional<String> ofVariable(String variable) {
    if (!variable.startsWith(PREFIX)) {
      return Optional.empty();
    }
    String key = keyByVariable.get(variable);
    String dotted = variable.substring(PREFIX.length()).toLowerCase(Locale.ROOT).replace('_', '.');
    return Optional.ofNullable(key).or(() -> Optional.of(dotted).filter(this::inSection));
  }

  /** Whether the key names a file that Kafka reads, as opposed to one that holds a secret. */
  static boolean isFileOfKafka(String key) {
    return OPEN.contains(sectionOf(key))
        && FILES.stream().anyMatch(name -> key.endsWith("." + name));
  }

  private boolean inSection(String key) {
    return known.stream().map(Keys::sectionOf).collect(Collectors.toSet()).contains(sectionOf(key));
  }

  private static String variable(String key) {
    return PREFIX + key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
  }

  /**
   * Returns the variable of a setting that one without a setting resembles; empty if it sets one,
   * or is like none.
   */
  Optional<String> nearVariable(String variable) {
    return ofVariable(variable).isPresent() || !variable.startsWith(PREFIX)
        ? Optional.empty()
        : near(variable, keyByVariable.keySet());
  }

  /** Returns the nearest of the names, if it is so near that the key seems to be misspelt. */
  static Optional<String> near(String key, Set<String> names) {
    return Optional.of(nearest(key, names)).filter(near -> edits(key, near) <= MAX_EDITS);
  }

  /** Returns the name with the fewest edits between it and the key. */
  private static String nearest(String key, Set<String> names) {
    return names.stream()
        .min(
            Comparator.<String>comparingInt(other -> edits(key, other))
                .thenComparing(other -> other))
        .orElseThrow();
  }

  /** Returns the Levenshtein distance. */
  private static int edits(String from, String to) {
    int[] above = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      above[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int[] row = new int[to.length() + 1];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = above[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, 1 + Math.min(above[j], row[j - 1]));
      }
      above = row;
    }
    return above[to.length()];
  }
}
