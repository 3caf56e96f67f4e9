package io.contrastream.config;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads small YAML files other than settings. */
public final class FlatYaml {
  private FlatYaml() {}

  /**
   * Returns the texts by dotted keys, in the file's order; the elements of a list are joined by
   * commas.
   *
   * @throws ConfigException if the file can't be read or is not valid
   */
  public static Map<String, String> read(Path file) {
    return texts(YamlFile.read(file));
  }

  /**
   * Like {@link #read}.
   *
   * @param origin where the text is from, for messages
   */
  public static Map<String, String> parse(String text, String origin) {
    return texts(YamlFile.parse(text, origin));
  }

  private static Map<String, String> texts(Map<String, Value> values) {
    Map<String, String> texts = new LinkedHashMap<>();
    values.forEach((key, value) -> texts.put(key, value.text()));
    return texts;
  }
}
