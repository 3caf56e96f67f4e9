package io.contrastream.topic.registry;

import java.util.Optional;
import org.apache.avro.Schema;

/** Explains that a subject and the program disagree about the schema. */
final class SchemaConflict {
  private SchemaConflict() {}

  /**
   * The registry refused to register {@code ours}. Its answer seldom says why, so the fields are
   * found by comparison with the latest version.
   */
  static IncompatibleSchemaException refused(
      String subject, Schema ours, Optional<RegisteredSchema> latest, String answer) {
    String reason =
        latest.map(theirs -> whyNot(ours, theirs)).filter(t -> !t.isEmpty()).orElse(answer);
    return new IncompatibleSchemaException(
        "The schema registry refuses the program's %s for subject %s: %s. Use another topic or make the two schemas compatible"
            .formatted(ours.getFullName(), subject, reason));
  }

  private static String whyNot(Schema ours, RegisteredSchema theirs) {
    String backward = SchemaDifference.between(ours, theirs.schema());
    if (!backward.isEmpty()) {
      return "it cannot read records of " + version(theirs) + ", because " + backward;
    }
    String forward = SchemaDifference.between(theirs.schema(), ours);
    return forward.isEmpty()
        ? ""
        : "readers of " + version(theirs) + " cannot read its records, because " + forward;
  }

  /** The subject does not exist, and auto.register.schemas is false. */
  static RegistryException missing(String subject, Schema ours, String address) {
    return new RegistryException(
        "Subject %s is not in the schema registry at %s, and auto.register.schemas is false; register %s there first"
            .formatted(subject, address, ours.getFullName()));
  }

  /** The subject holds an incompatible schema, and auto.register.schemas is false. */
  static RegistryException notRegistered(String subject, Schema ours, RegisteredSchema theirs) {
    String difference = SchemaDifference.between(ours, theirs.schema());
    return new IncompatibleSchemaException(
        "Subject %s holds a schema other than the program's, %s. auto.register.schemas is false, so register %s there first"
            .formatted(
                subject,
                version(theirs) + (difference.isEmpty() ? "" : ": " + difference),
                ours.getFullName()));
  }

  /** As {@link #notRegistered}, but both schemas give the same bytes. */
  static RegistryException sameBytes(String subject, RegisteredSchema theirs) {
    return new RegistryException(
        "Subject %s holds a schema, %s, that differs from the program's in docs and defaults only; set use.latest.version=true to write under that one"
            .formatted(subject, version(theirs)));
  }

  private static String version(RegisteredSchema schema) {
    return "version " + schema.version() + " (id " + schema.id() + ")";
  }
}
