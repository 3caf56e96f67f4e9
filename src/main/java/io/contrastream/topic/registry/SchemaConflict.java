package io.contrastream.topic.registry;

import java.util.Optional;
import org.apache.avro.Schema;

/** Words for the case that a subject and the program disagree about the schema. */
final class SchemaConflict {
  private SchemaConflict() {}

  /**
   * The registry refused to register {@code ours}. Its answer seldom says why, so the fields are
   * found by comparing with the newest version.
   *
   * @param answer of the registry, for the case that Avro finds no difference itself
   */
  static IncompatibleSchemaException refused(
      String subject, Schema ours, Optional<RegisteredSchema> latest, String answer) {
    String reason =
        latest.map(theirs -> whyNot(ours, theirs)).filter(t -> !t.isEmpty()).orElse(answer);
    return new IncompatibleSchemaException(
        "The schema registry refuses the program's "
            + ours.getFullName()
            + " for subject "
            + subject
            + ": "
            + reason
            + ". Use another topic, or make the two schemas compatible");
  }

  private static String whyNot(Schema ours, RegisteredSchema theirs) {
    String backward = SchemaDifference.between(ours, theirs.schema());
    if (!backward.isEmpty()) {
      return "it can't read records of " + version(theirs) + ", because " + backward;
    }
    String forward = SchemaDifference.between(theirs.schema(), ours);
    return forward.isEmpty()
        ? ""
        : "readers of " + version(theirs) + " can't read its records, because " + forward;
  }

  /** The subject isn't there, and we are not to register it. */
  static RegistryException missing(String subject, Schema ours, String address) {
    return new RegistryException(
        "Subject "
            + subject
            + " is not in the schema registry at "
            + address
            + ", and auto.register.schemas is false; register "
            + ours.getFullName()
            + " there first");
  }

  /** The subject holds another schema than ours, and we are not to register it. */
  static RegistryException notRegistered(String subject, Schema ours, RegisteredSchema theirs) {
    String difference = SchemaDifference.between(ours, theirs.schema());
    return new IncompatibleSchemaException(
        "Subject "
            + subject
            + " holds, as "
            + version(theirs)
            + ", another schema than the program's"
            + (difference.isEmpty() ? "" : ": " + difference)
            + ". auto.register.schemas is false, so register "
            + ours.getFullName()
            + " there first");
  }

  /** As {@link #notRegistered}, where both schemas give the same bytes. */
  static RegistryException sameButForWords(String subject, RegisteredSchema theirs) {
    return new RegistryException(
        "Subject "
            + subject
            + " holds, as "
            + version(theirs)
            + ", a schema that differs from the program's in words or defaults only;"
            + " use.latest.version=true writes under that one");
  }

  private static String version(RegisteredSchema schema) {
    return "version " + schema.version() + " (id " + schema.id() + ")";
  }
}
