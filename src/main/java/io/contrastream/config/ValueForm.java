package io.contrastream.config;

import io.contrastream.schema.Modality;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * How the text of a setting is written.
 *
 * @param allowed completes the sentence "the value must be …"
 * @param parse throws {@link IllegalArgumentException} or {@link ArithmeticException} if the text
 *     is not of this form
 */
record ValueForm(String allowed, Function<String, ?> parse) {
  private static final Map<Class<?>, ValueForm> BY_TYPE =
      Map.of(
          String.class, new ValueForm("a text", text -> text),
          List.class, new ValueForm("a list with commas", ValueForm::list),
          int.class, new ValueForm("a whole number", Integer::parseInt),
          long.class, new ValueForm("a whole number", Long::parseLong),
          double.class, new ValueForm("a number, such as 0.5", ValueForm::finite),
          boolean.class, new ValueForm("true or false", ValueForm::bool),
          Duration.class,
              new ValueForm("a duration with its unit, such as 20ms, 1s or 5m", Durations::parse),
          Path.class, new ValueForm("a path", ValueForm::path));

  /** The keys whose values are not written like others of their type. */
  private static final Map<String, ValueForm> BY_KEY =
      Map.of(
          "stream.threads",
          new ValueForm("a whole number, or auto", ValueForm::threads),
          "batch.bytes",
          size(),
          "batch.caption.bytes",
          size(),
          "batch.sound.bytes",
          size(),
          "sink.roll.size",
          size(),
          "modalities",
          new ValueForm(
              "image, alone or with caption and sound, separated by commas", ValueForm::modalities),
          "training.locked",
          new ValueForm(
              "image, caption or sound, several of them separated by commas, or nothing",
              ValueForm::anyModalities),
          "training.loss",
          new ValueForm("a text", text -> text.toLowerCase(Locale.ROOT)),
          "training.across.loss",
          new ValueForm("a text", text -> text.toLowerCase(Locale.ROOT)));

  static ValueForm of(String key, Class<?> type) {
    return type.isEnum() ? oneOf(type) : BY_KEY.getOrDefault(key, BY_TYPE.get(type));
  }

  private static ValueForm oneOf(Class<?> type) {
    List<String> names =
        Stream.of(type.getEnumConstants()).map(each -> ((Enum<?>) each).name()).toList();
    return new ValueForm(
        String.join(" or ", names).toLowerCase(Locale.ROOT),
        text -> type.getEnumConstants()[indexOf(text.toUpperCase(Locale.ROOT), names)]);
  }

  private static int indexOf(String name, List<String> names) {
    require(names.contains(name), name);
    return names.indexOf(name);
  }

  private static List<String> list(String text) {
    return Stream.of(text.split(",")).map(String::strip).toList();
  }

  private static ValueForm size() {
    return new ValueForm(
        "a size below 2GiB, such as 4096, 64KiB or 4MiB",
        text -> Math.toIntExact(Sizes.parse(text)));
  }

  private static Set<Modality> modalities(String text) {
    Set<Modality> modalities = anyModalities(text);
    require(modalities.contains(Modality.IMAGE), text);
    return modalities;
  }

  private static Set<Modality> anyModalities(String text) {
    EnumSet<Modality> modalities = EnumSet.noneOf(Modality.class);
    list(text).stream()
        .filter(name -> !name.isEmpty())
        .forEach(name -> modalities.add(Modality.valueOf(name.toUpperCase(Locale.ROOT))));
    return Collections.unmodifiableSet(modalities);
  }

  private static double finite(String text) {
    double number = Double.parseDouble(text);
    require(Double.isFinite(number), text);
    return number;
  }

  private static boolean bool(String text) {
    require(text.equals("true") || text.equals("false"), text);
    return text.equals("true");
  }

  private static Path path(String text) {
    require(!text.isBlank(), text);
    return Home.resolve(text);
  }

  private static int threads(String text) {
    return text.equals("auto")
        ? Runtime.getRuntime().availableProcessors()
        : Integer.parseInt(text);
  }

  private static void require(boolean holds, String text) {
    if (!holds) {
      throw new IllegalArgumentException(text);
    }
  }
}
