package io.contrastream.topology.join;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.message.SchemaStore;

/**
 * Every schema under which releases have stored images in the join's state, so that a later release
 * reads them. A stored image names its schema by fingerprint alone: one that is missing here can't
 * be read by the release that changes {@code DigitImage} next.
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
