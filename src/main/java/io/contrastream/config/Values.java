package io.contrastream.config;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The value of highest precedence for each key, and the faults found so far. */
final class Values {
  private final Map<String, Value> defaults = YamlFile.defaults();
  private final Map<String, Value> values = new LinkedHashMap<>(defaults);
  private final Keys keys = new Keys(defaults.keySet());
  private final List<String> faults = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  Values(Sources sources) {
    sources.file().ifPresent(file -> YamlFile.read(file).forEach(this::put));
    Map<String, String> environment = new TreeMap<>(sources.environment());
    environment.forEach((name, text) -> putVariable(name, text, environment.keySet()));
    sources.overrides().forEach(this::putOverride);
  }

  private void putVariable(String name, String text, Set<String> names) {
    String origin = "environment variable " + name;
    keys.nearVariable(name)
        .ifPresent(near -> notes.add("%s sets nothing; did you mean %s?".formatted(origin, near)));
    Optional<String> direct = keys.ofVariable(name);
    if (!name.endsWith(SecretFile.SUFFIX) || direct.filter(Keys::isFileOfKafka).isPresent()) {
      direct.ifPresent(key -> put(key, new Value(text, origin)));
      return;
    }
    String plain = name.substring(0, name.length() - SecretFile.SUFFIX.length());
    Optional<String> key = keys.ofVariable(plain);
    if (key.isPresent() && names.contains(plain)) {
      faults.add("%s: set only one of %s and %s".formatted(key.get(), plain, name));
      return;
    }
    key.ifPresent(it -> putFile(it, text, origin));
  }

  private void putFile(String key, String path, String origin) {
    try {
      put(key, new Value(SecretFile.read(path), origin));
    } catch (IOException e) {
      faults.add(
          "%s (%s): cannot be read from %s: %s".formatted(key, origin, path, e.getMessage()));
    }
  }

  private void putOverride(String override) {
    String[] parts = override.split("=", 2);
    if (parts.length == 2) {
      put(parts[0].strip(), new Value(parts[1].strip(), "--set"));
    } else {
      faults.add("--set " + (Secrets.isSecret(override) ? "…" : override) + ": must be key=value");
    }
  }

  private void put(String key, Value value) {
    keys.fault(key)
        .ifPresentOrElse(
            allowed -> faults.add(value.fault(key, allowed)), () -> putValid(key, value));
  }

  private void putValid(String key, Value value) {
    values.put(key, value);
    Optional<String> near =
        defaults.containsKey(key) ? Optional.empty() : ClientKeys.insteadOf(key);
    near.ifPresent(
        it ->
            notes.add(
                "%s (%s) is not a setting of the client, which hands it to plugins; did you mean %s?"
                    .formatted(key, value.origin(), it)));
  }

  String text(String key) {
    return values.get(key).text();
  }

  String defaultText(String key) {
    return defaults.get(key).text();
  }

  /**
   * Returns the values of a section, by key without the section's name.
   *
   * @param all whether to include the keys that have a default
   */
  Map<String, String> section(String section, boolean all) {
    Map<String, String> found = new LinkedHashMap<>();
    values.forEach(
        (key, value) -> {
          if (Keys.sectionOf(key).equals(section) && (all || !defaults.containsKey(key))) {
            found.put(key.substring(section.length() + 1), value.text());
          }
        });
    return found;
  }

  /** Returns a sentence for each setting that is valid, but seems to be misspelt. */
  List<String> notes() {
    return notes;
  }

  void fault(String key, String allowed) {
    faults.add(values.get(key).fault(key, allowed));
  }

  List<String> faults() {
    return faults;
  }
}
