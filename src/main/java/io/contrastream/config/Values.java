package io.contrastream.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Everything that was set, the strongest of each key, and the faults that were met on the way. */
final class Values {
  private final Map<String, Value> defaults = YamlFile.defaults();
  private final Map<String, Value> values = new LinkedHashMap<>(defaults);
  private final Keys keys = new Keys(defaults.keySet());
  private final List<String> faults = new ArrayList<>();

  Values(Sources sources) {
    sources.file().ifPresent(file -> YamlFile.read(file).forEach(this::put));
    sources.environment().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(variable -> putVariable(variable.getKey(), variable.getValue()));
    sources.overrides().forEach(this::putOverride);
  }

  private void putVariable(String name, String text) {
    keys.ofVariable(name)
        .ifPresent(key -> put(key, new Value(text, "environment variable " + name)));
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
            allowed -> faults.add(value.fault(key, allowed)), () -> values.put(key, value));
  }

  String text(String key) {
    return values.get(key).text();
  }

  String defaultText(String key) {
    return defaults.get(key).text();
  }

  /** Keys of the section that have no default, or with {@code all} every one; without its name. */
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

  void fault(String key, String allowed) {
    faults.add(values.get(key).fault(key, allowed));
  }

  List<String> faults() {
    return faults;
  }
}
