package io.contrastream.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/** Reads YAML into dotted keys: {@code batch: {size: 8}} and {@code batch.size: 8} are the same. */
final class YamlFile {
  private static final int MAX_KIB = 1024;

  private YamlFile() {}

  /** Rejects a value that contains itself, because flattening it would never end. */
  private static final class FiniteConstructor extends SafeConstructor {
    private final String origin;

    FiniteConstructor(LoaderOptions options, String origin) {
      super(options);
      this.origin = origin;
    }

    @Override
    protected Object constructObject(Node node) {
      if (node.isTwoStepsConstruction()) {
        throw new ConfigException(
            List.of(
                "%s, line %d: a value contains itself"
                    .formatted(origin, node.getStartMark().getLine() + 1)));
      }
      return super.constructObject(node);
    }
  }

  /**
   * @throws ConfigException if the file is missing or not valid; never quotes it
   */
  static Map<String, Value> read(Path file) {
    try {
      return parse(TextFile.read(file, MAX_KIB), file.toString());
    } catch (IOException e) {
      throw new ConfigException(List.of(file + ": cannot be read: " + FileFaults.reason(e)));
    }
  }

  /** Returns the packaged defaults. */
  static Map<String, Value> defaults() {
    try (InputStream in = YamlFile.class.getResourceAsStream("/config/contrastream.yaml")) {
      return parse(new String(in.readAllBytes(), UTF_8), "default");
    } catch (IOException e) {
      throw new IllegalStateException("The packaged settings cannot be read", e);
    }
  }

  static Map<String, Value> parse(String text, String origin) {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    Map<String, Value> values = new LinkedHashMap<>();
    try {
      Object tree = new Yaml(new FiniteConstructor(options, origin)).load(text);
      if (tree instanceof Map<?, ?> || tree == null) {
        flatten("", tree, origin, values);
        return values;
      }
      throw new ConfigException(
          List.of(origin + ": must consist of keys with values (key: value)"));
    } catch (MarkedYAMLException e) {
      throw new ConfigException(List.of(origin + describe(e)));
    } catch (YAMLException e) {
      throw new ConfigException(List.of(origin + ": not valid YAML"));
    }
  }

  private static String describe(MarkedYAMLException e) {
    int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
    return ", line %d: not valid YAML (check indents, brackets, quotes and duplicate keys)"
        .formatted(line);
  }

  private static void flatten(String key, Object node, String origin, Map<String, Value> into) {
    if (node instanceof Map<?, ?> map) {
      map.forEach(
          (name, child) ->
              flatten(key.isEmpty() ? "" + name : key + "." + name, child, origin, into));
    } else if (node instanceof List<?> list) {
      String joined = list.stream().map(String::valueOf).collect(Collectors.joining(","));
      put(key, joined, origin, into);
    } else if (node != null) {
      put(key, node.toString(), origin, into);
    } else if (key.contains(".")) {
      put(key, "", origin, into);
    }
  }

  private static void put(String key, String text, String origin, Map<String, Value> into) {
    if (into.put(key, new Value(text, origin)) != null) {
      throw new ConfigException(
          List.of("%s: sets %s twice, nested and with dots".formatted(origin, key)));
    }
  }
}
