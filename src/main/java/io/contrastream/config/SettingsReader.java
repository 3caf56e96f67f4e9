package io.contrastream.config;

import static java.util.Locale.ROOT;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Builds the settings' records and reports the faults of all sections together. A record is named
 * after its section and a component after its key: {@code holdOut} of section {@code training} is
 * {@code training.hold.out}. A component that is itself a record shares the section of its owner, a
 * map takes the section's keys that have no default.
 */
final class SettingsReader {
  private final Values values;

  private SettingsReader(Values values) {
    this.values = values;
  }

  static Settings read(Sources sources, Consumer<String> notes) {
    Values values = new Values(sources);
    SettingsReader reader = new SettingsReader(values);
    Object[] sections =
        Stream.of(Settings.class.getRecordComponents()).map(reader::section).toArray();
    reader.throwIfWrong();
    Object settings = reader.make(Settings.class, sections);
    reader.throwIfWrong();
    values.notes().forEach(notes);
    return (Settings) settings;
  }

  private void throwIfWrong() {
    if (!values.faults().isEmpty()) {
      throw new ConfigException(values.faults());
    }
  }

  /** Returns the values of a section's record, by key. */
  static Map<String, String> describe(String section, Record settings) {
    Map<String, String> values = new LinkedHashMap<>();
    for (RecordComponent component : settings.getClass().getRecordComponents()) {
      try {
        values.put(key(section, component), component.getAccessor().invoke(settings).toString());
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }
    return values;
  }

  /** Returns {@code training.hold.out} for {@code holdOut}. */
  private static String key(String section, RecordComponent component) {
    return section + "." + component.getName().replaceAll("(?=[A-Z])", ".").toLowerCase(ROOT);
  }

  private Object section(RecordComponent component) {
    if (component.getType() == Set.class) {
      return value(component.getName(), Set.class);
    }
    return component.getType() == ClientSettings.class
        ? new ClientSettings(
            values.section("streams", true),
            values.section("producer", true),
            values.section("consumer", true))
        : record(component.getType(), component.getName());
  }

  /** Returns null if the record is wrong. Its faults are recorded, so the null goes no further. */
  private Object record(Class<?> type, String section) {
    return make(
        type, Stream.of(type.getRecordComponents()).map(part -> part(part, section)).toArray());
  }

  private Object part(RecordComponent component, String section) {
    Class<?> type = component.getType();
    if (type.isRecord()) {
      return record(type, section);
    }
    return type == Map.class
        ? values.section(section, false)
        : value(key(section, component), type);
  }

  /** Returns the default if the text is not of the right form, to find the other faults too. */
  private Object value(String key, Class<?> type) {
    ValueForm form = ValueForm.of(key, type);
    try {
      return form.parse().apply(values.text(key));
    } catch (IllegalArgumentException | ArithmeticException e) {
      values.fault(key, form.allowed());
      return form.parse().apply(values.defaultText(key));
    }
  }

  private Object make(Class<?> type, Object[] parts) {
    Class<?>[] types =
        Stream.of(type.getRecordComponents()).map(RecordComponent::getType).toArray(Class[]::new);
    try {
      return type.getDeclaredConstructor(types).newInstance(parts);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalSettingsException wrong) {
        wrong.allowedByKey().forEach(values::fault);
        return null;
      }
      throw new IllegalStateException(e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
