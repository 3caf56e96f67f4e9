package io.contrastream.topology.join;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.message.SchemaStore;

/**
 * All schemas with which releases have stored images in the join's state, so that later releases
 * can read them. A stored image names its schema by fingerprint only, so a schema that is missing
 * here makes the images unreadable once {@code DigitImage} has changed.
 */
final class StoredSchemas {
  private static final List<String> OF_IMAGES = List.of("/state/DigitImage-1.avsc");

  private StoredSchemas() {}

  static SchemaStore ofImages() {
    SchemaStore.Cache schemas = new SchemaStore.Cache();
    OF_IMAGES.forEach(resource -> schemas.addSchema(parse(resource)));
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
