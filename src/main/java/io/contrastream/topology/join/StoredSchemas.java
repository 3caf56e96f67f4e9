package io.contrastream.topology.join;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.message.SchemaStore;

/**
 * All schemas with which releases have stored inputs in the join's state, so that later releases
 * can read them. A stored input names its schema by fingerprint only, so a schema that is missing
 * here makes inputs unreadable once their schema has changed.
 */
final class StoredSchemas {
  private static final List<String> RESOURCES =
      List.of(
          "/state/DigitImage-1.avsc",
          "/state/DigitImage-2.avsc",
          "/state/DigitCaption-1.avsc",
          "/state/DigitSound-1.avsc");

  private StoredSchemas() {}

  static SchemaStore all() {
    SchemaStore.Cache schemas = new SchemaStore.Cache();
    RESOURCES.forEach(resource -> schemas.addSchema(parse(resource)));
    return schemas;
  }

  private static Schema parse(String resource) {
    try (InputStream in = StoredSchemas.class.getResourceAsStream(resource)) {
      return new Schema.Parser().parse(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
