package io.contrastream.doctor;

import io.contrastream.config.RegistrySettings;
import io.contrastream.config.Settings;
import io.contrastream.topic.AvroSerde;
import io.contrastream.topic.Topics;
import io.contrastream.topic.registry.IncompatibleSchemaException;
import io.contrastream.topic.registry.RegistryException;
import io.contrastream.topic.registry.SchemaRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Checks that the schema registry answers and holds the program's schemas. */
record RegistryCheck(Settings settings, Duration timeout) implements Check {

  @Override
  public List<Outcome> run() {
    try (SchemaRegistry registry = SchemaRegistry.connect(readOnly(settings.registry(), timeout))) {
      String kind = registry.kind();
      Map<String, AvroSerde<?>> serdes = Topics.of(settings, registry).serdes();
      List<String> missing =
          serdes.keySet().stream().filter(name -> registry.latest(name).isEmpty()).toList();
      List<Outcome> outcomes = new ArrayList<>();
      outcomes.add(
          Outcome.ok(
              "%s at %s, %d of %d schemas registered"
                  .formatted(
                      kind, registry.address(), serdes.size() - missing.size(), serdes.size())));
      if (!missing.isEmpty() && !settings.registry().autoRegisterSchemas()) {
        outcomes.add(
            Outcome.failed(
                "subjects without a schema: " + String.join(", ", missing),
                "register the files in schemas/, or set registry.auto.register.schemas=true"));
      }
      serdes.keySet().removeAll(missing);
      serdes.forEach((subject, serde) -> compare(subject, serde, outcomes));
      return outcomes;
    }
  }

  private void compare(String subject, AvroSerde<?> serde, List<Outcome> outcomes) {
    try {
      serde.schemaId();
    } catch (IncompatibleSchemaException e) {
      outcomes.add(
          settings.registry().autoRegisterSchemas()
              ? Outcome.warning(
                  "subject %s holds a schema that differs from the program's".formatted(subject),
                  "if the registry refuses the program's schema at start-up, use another topic")
              : Outcome.failed(e.getMessage(), "register its file in schemas/"));
    } catch (RegistryException e) {
      outcomes.add(Outcome.failed(e.getMessage(), FailureRemedy.of(e)));
    }
  }

  /** Returns settings for the same registry with this timeout, without registering anything. */
  static RegistrySettings readOnly(RegistrySettings real, Duration timeout) {
    Map<String, String> others = new HashMap<>(real.others());
    others.put("http.connect.timeout.ms", String.valueOf(timeout.toMillis()));
    others.put("http.read.timeout.ms", String.valueOf(timeout.toMillis()));
    boolean useLatest = real.useLatestVersion() || real.autoRegisterSchemas();
    return new RegistrySettings(real.urls(), false, useLatest, timeout, others);
  }
}
