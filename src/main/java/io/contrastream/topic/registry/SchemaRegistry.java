package io.contrastream.topic.registry;

import io.contrastream.config.RegistrySettings;
import java.util.Optional;
import org.apache.avro.Schema;

/**
 * Maps schemas to ids and ids to schemas. Any thread may call. Only the first request for a schema
 * or an id goes over the network.
 *
 * <p>Every method throws {@link RegistryUnavailableException} if the registry does not answer
 * within the timeout that the settings give, and {@link RegistryException} if it refuses.
 */
public interface SchemaRegistry extends AutoCloseable {

  /**
   * Returns a client of the registry that the settings name. It connects with the first request.
   */
  static SchemaRegistry connect(RegistrySettings settings) {
    return new HttpSchemaRegistry(RegistryClientSettings.from(settings));
  }

  /**
   * Returns the id under which records of a schema are written to a subject. Registers the schema
   * if the settings allow it, and looks it up otherwise.
   *
   * @param subject {@code <topic>-value} or {@code <topic>-key}
   * @throws IncompatibleSchemaException if this schema is not compatible with the subject's; names
   *     the fields
   */
  int idFor(String subject, Schema schema);

  /**
   * Returns the schema under an id that was read from a record.
   *
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
