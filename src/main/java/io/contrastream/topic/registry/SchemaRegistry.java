package io.contrastream.topic.registry;

import io.contrastream.config.RegistrySettings;
import java.util.Optional;
import org.apache.avro.Schema;

/**
 * Maps schemas to ids and ids to schemas; only the first request for each goes over the network.
 * Any thread may call. Every method throws {@link RegistryUnavailableException} if the registry
 * does not answer within the timeout, and {@link RegistryException} if it refuses.
 */
public interface SchemaRegistry extends AutoCloseable {

  /** Returns a client, which connects with the first request. */
  static SchemaRegistry connect(RegistrySettings settings) {
    return new HttpSchemaRegistry(RegistryClientSettings.from(settings));
  }

  /**
   * Returns the id under which records of a schema are written to a subject, such as {@code
   * <topic>-value}. Registers the schema if the settings allow it, and looks it up otherwise.
   *
   * @throws IncompatibleSchemaException if the subject has an incompatible schema; names the fields
   */
  int idFor(String subject, Schema schema);

  /**
   * @throws BadRecordException if the registry has no Avro schema with that id
   */
  Schema byId(int id);

  /** Requests the latest schema of a subject; empty if the subject does not exist. */
  Optional<RegisteredSchema> latest(String subject);

  /**
   * Returns the product name and version of the registry as far as it reveals them. Always sends a
   * request, so this also checks the address and the credentials.
   */
  String kind();

  /** Returns the addresses of the registry, for messages, without credentials. */
  String address();

  @Override
  void close();
}
