package io.contrastream.topic;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.apache.avro.Schema;

/**
 * Finds arrays whose items take no bytes. Avro would skip as many of them as a record claims, up to
 * 2^63.
 */
final class EmptyItems {
  private final Set<Schema> seen = Collections.newSetFromMap(new IdentityHashMap<>());
  private final IdentityHashMap<Schema, Boolean> empty = new IdentityHashMap<>();

  private EmptyItems() {}

  static boolean in(Schema schema) {
    return new EmptyItems().search(schema);
  }

  private boolean search(Schema schema) {
    if (!seen.add(schema)) {
      return false;
    }
    return switch (schema.getType()) {
      case RECORD -> schema.getFields().stream().anyMatch(field -> search(field.schema()));
      case UNION -> schema.getTypes().stream().anyMatch(this::search);
      case MAP -> search(schema.getValueType());
      case ARRAY -> isEmpty(schema.getElementType()) || search(schema.getElementType());
      default -> false;
    };
  }

  /** Each schema is looked at once: a few records can refer to each other in any number of ways. */
  private boolean isEmpty(Schema schema) {
    Boolean known = empty.putIfAbsent(schema, false);
    if (known == null) {
      known =
          switch (schema.getType()) {
            case NULL -> true;
            case FIXED -> schema.getFixedSize() == 0;
            case RECORD -> schema.getFields().stream().allMatch(field -> isEmpty(field.schema()));
            default -> false;
          };
      empty.put(schema, known);
    }
    return known;
  }
}
