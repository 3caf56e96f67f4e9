package io.contrastream.topic.registry;

import io.contrastream.config.RegistrySettings;
import io.contrastream.topic.BadRecordException;
import java.util.Optional;
import org.apache.avro.Schema;

/**
 * Gives schemas their ids and ids their schemas. Any thread may call; answers are remembered, so
 * that only the first question about a schema goes over the network.
 *
 * <p>Every method throws {@link RegistryUnavailableException} where the registry doesn't answer for
 * longer than the settings allow, and {@link RegistryException} where it refuses the question.
 */
public interface SchemaRegistry extends AutoCloseable {

  /** The registry that the settings name; asked for the first time when it is needed. */
  static SchemaRegistry connect(RegistrySettings settings) {
    return new ConfluentSchemaRegistry(
        RegistryClientSettings.from(settings.properties(), settings.retry()));
  }

  /**
   * The id under which records of a schema are written to a subject. Registers the schema where the
   * settings allow that, and only looks it up otherwise.
   *
   * @param subject {@code <topic>-value} or {@code <topic>-key}
   * @throws IncompatibleSchemaException where the subject holds a schema that this one can't
   *     follow; names the fields
   */
  int idFor(String subject, Schema schema);

  /**
   * The schema of an id that stood in a record.
   *
   * @throws BadRecordException where the registry has no Avro schema of that id
   */
  Schema byId(int id);

  /** The newest schema of a subject, asked for afresh; empty where the subject is unknown. */
  Optional<RegisteredSchema> latest(String subject);

  /**
   * Which program the registry is, as far as it tells; asked afresh, so it shows as well whether
   * the address is one and whether we are let in.
   */
  String kind();

  /** Where the registry is, for messages; never holds credentials. */
  String address();

  @Override
  void close();
}
