package io.contrastream.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads typed values of one section. Records a value that cannot be parsed as a fault and returns
 * its default, so that the other faults are found too.
 */
final class Section {
  private final Values values;
  private final String name;

  Section(Values values, String name) {
    this.values = values;
    this.name = name;
  }

  String text(String key) {
    return values.text(name + "." + key);
  }

  List<String> list(String key) {
    return Stream.of(text(key).split(",")).map(String::strip).toList();
  }

  int integer(String key) {
    return read(key, "a whole number", Integer::parseInt);
  }

  /** Returns a finite number. */
  double number(String key) {
    return read(
        key,
        "a number, such as 0.5",
        text -> {
          double number = Double.parseDouble(text);
          if (!Double.isFinite(number)) {
            throw new IllegalArgumentException(text);
          }
          return number;
        });
  }

  int threads(String key) {
    return read(
        key,
        "a whole number, or auto",
        text -> text.equals("auto") ? cores() : Integer.parseInt(text));
  }

  boolean bool(String key) {
    return read(
        key,
        "true or false",
        text ->
            switch (text) {
              case "true" -> true;
              case "false" -> false;
              default -> throw new IllegalArgumentException(text);
            });
  }

  Duration duration(String key) {
    return read(key, "a duration with its unit, such as 20ms, 1s or 5m", Durations::parse);
  }

  int bytes(String key) {
    return read(
        key,
        "a size below 2GiB, such as 4096, 64KiB or 4MiB",
        text -> Math.toIntExact(Sizes.parse(text)));
  }

  Path path(String key) {
    return read(
        key,
        "a path",
        text -> {
          if (text.isBlank()) {
            throw new IllegalArgumentException("Blank");
          }
          return Home.resolve(text);
        });
  }

  <E extends Enum<E>> E oneOf(String key, Class<E> type) {
    String allowed =
        Arrays.stream(type.getEnumConstants())
            .map(constant -> constant.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(" or "));
    return read(key, allowed, text -> Enum.valueOf(type, text.toUpperCase(Locale.ROOT)));
  }

  /** Returns the keys of the section that have no default. */
  Map<String, String> others() {
    return values.section(name, false);
  }

  private <T> T read(String key, String allowed, Function<String, T> parse) {
    String full = name + "." + key;
    try {
      return parse.apply(values.text(full));
    } catch (IllegalArgumentException | ArithmeticException e) {
      values.fault(full, allowed);
      return parse.apply(values.defaultText(full));
    }
  }

  private static int cores() {
    return Runtime.getRuntime().availableProcessors();
  }
}
