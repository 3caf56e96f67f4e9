package io.contrastream.topic.registry;

import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.Incompatibility;

/** Explains why records of one schema cannot be read as another. */
public final class SchemaDifference {
  private SchemaDifference() {}

  /**
   * Returns each incompatible field with the reason; empty if every record of {@code writer} can be
   * read as {@code reader}.
   */
  public static String between(Schema reader, Schema writer) {
    return SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
        .getResult()
        .getIncompatibilities()
        .stream()
        .map(incompatibility -> describe(reader, incompatibility))
        .collect(Collectors.joining("; "));
  }

  private static String describe(Schema reader, Incompatibility found) {
    String path = path(reader, found.getLocation());
    String field = path.isEmpty() ? "the record" : "field '" + path + "'";
    return switch (found.getType()) {
      case READER_FIELD_MISSING_DEFAULT_VALUE ->
          field + " is missing from the written schema and has no default";
      case MISSING_ENUM_SYMBOLS -> field + ": symbols " + found.getMessage() + " are not known";
      case TYPE_MISMATCH, MISSING_UNION_BRANCH, NAME_MISMATCH ->
          "%s is written as %s, but %s is expected"
              .formatted(field, name(found.getWriterFragment()), name(found.getReaderFragment()));
      default -> (path.isEmpty() ? "" : field + ": ") + found.getMessage();
    };
  }

  /** Returns the dotted names along a JSON pointer such as {@code /fields/1/type/fields/0/type}. */
  private static String path(Schema root, String pointer) {
    String[] steps = pointer.substring(1).split("/");
    StringBuilder path = new StringBuilder();
    Schema schema = root;
    for (int i = 0; i + 1 < steps.length && schema.getType() == Schema.Type.RECORD; i += 3) {
      Schema.Field field = schema.getFields().get(Integer.parseInt(steps[i + 1]));
      path.append(path.isEmpty() ? "" : ".").append(field.name());
      schema = field.schema();
    }
    return path.toString();
  }

  private static String name(Schema schema) {
    return switch (schema.getType()) {
      case UNION -> schema.getTypes().stream().map(SchemaDifference::name).toList().toString();
      case ARRAY -> "array of " + name(schema.getElementType());
      default -> schema.getFullName();
    };
  }
}
