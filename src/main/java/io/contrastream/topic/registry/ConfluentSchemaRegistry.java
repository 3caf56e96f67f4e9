package io.contrastream.topic.registry;

import io.contrastream.topic.BadRecordException;
import io.contrastream.topic.PortableSchema;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.NameValidator;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.SchemaParseException;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.avro.AvroSchema;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.RestService;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.entities.SchemaString;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;

/**
 * The registry through Confluent's own client. While the registry is down a call waits, at most as
 * long as {@link RegistryClientSettings#patience}. Any thread may call.
 */
public final class ConfluentSchemaRegistry implements SchemaRegistry {
  private static final int CACHED_SCHEMAS = 1000;
  private static final int UNKNOWN_SCHEMA = 40403;

  private final RegistryClientSettings settings;
  private final RegistryRequests requests;
  private final RestService rest;
  private final SchemaRegistryClient client;
  private final Map<Integer, Schema> schemas = new ConcurrentHashMap<>();

  /** Connects at the first question only. */
  public ConfluentSchemaRegistry(RegistryClientSettings settings) {
    this.settings = settings;
    this.requests = new RegistryRequests(settings);
    this.rest = new RestService(settings.urls());
    this.client = new CachedSchemaRegistryClient(rest, CACHED_SCHEMAS, settings.client());
  }

  @Override
  public int idFor(String subject, Schema schema) {
    Schema plain = PortableSchema.of(schema);
    AvroSchema sent = new AvroSchema(plain.toString());
    try {
      return settings.autoRegister()
          ? ask(() -> client.register(subject, sent))
          : ask(() -> client.getId(subject, sent));
    } catch (RegistryRefusal e) {
      if (e.status() == 409) {
        return sameId(subject, plain, e.getMessage());
      }
      if (e.status() == 404 && !settings.autoRegister()) {
        return latestId(subject, plain);
      }
      throw e;
    }
  }

  /** Of two that register one schema at the same moment, registries may refuse one: it is there. */
  private int sameId(String subject, Schema ours, String answer) {
    Optional<RegisteredSchema> latest = latest(subject);
    return latest
        .filter(theirs -> theirs.schema().equals(ours))
        .orElseThrow(() -> SchemaConflict.refused(subject, ours, latest, answer))
        .id();
  }

  private int latestId(String subject, Schema ours) {
    RegisteredSchema latest =
        latest(subject).orElseThrow(() -> SchemaConflict.missing(subject, ours, address()));
    if (!sameBytes(ours, latest.schema())) {
      throw SchemaConflict.notRegistered(subject, ours, latest);
    }
    if (!settings.useLatest()) {
      throw SchemaConflict.sameButForWords(subject, latest);
    }
    return latest.id();
  }

  private static boolean sameBytes(Schema ours, Schema theirs) {
    return SchemaNormalization.toParsingForm(ours)
        .equals(SchemaNormalization.toParsingForm(theirs));
  }

  @Override
  public Schema byId(int id) {
    Schema known = schemas.get(id);
    if (known != null) {
      return known;
    }
    Schema schema = parse(id, fetch(id));
    schemas.put(id, schema);
    return schema;
  }

  private String fetch(int id) {
    SchemaString answer;
    try {
      answer = ask(() -> rest.getId(id));
    } catch (RegistryRefusal e) {
      if (e.status() == 404 && e.code() == UNKNOWN_SCHEMA) {
        throw new BadRecordException("Schema id " + id + " is not in the registry at " + address());
      }
      throw e;
    }
    String type = answer.getSchemaType();
    if (type != null && !type.equals(AvroSchema.TYPE)) {
      throw new BadRecordException("Schema id " + id + " is a schema of " + type + ", not of Avro");
    }
    boolean whole = answer.getReferences() == null || answer.getReferences().isEmpty();
    return whole ? answer.getSchemaString() : withReferences(id);
  }

  /** The text of a schema that refers to others in the registry, with those put in. */
  private String withReferences(int id) {
    return ask(() -> client.getSchemaById(id).rawSchema().toString());
  }

  private static Schema parse(int id, String text) {
    try {
      return new Schema.Parser(NameValidator.NO_VALIDATION).setValidateDefaults(false).parse(text);
    } catch (SchemaParseException e) {
      throw new BadRecordException("Schema id " + id + " is not valid Avro: " + e.getMessage(), e);
    }
  }

  @Override
  public Optional<RegisteredSchema> latest(String subject) {
    try {
      var latest = ask(() -> client.getLatestSchemaMetadata(subject));
      return Optional.of(
          new RegisteredSchema(latest.getId(), latest.getVersion(), byId(latest.getId())));
    } catch (RegistryRefusal e) {
      if (e.status() == 404) {
        return Optional.empty();
      }
      throw e;
    }
  }

  @Override
  public String kind() {
    ask(rest::getSchemaTypes); // all registries know this path, and only they
    if (address().contains("/apis/ccompat/")) {
      return "Apicurio Registry";
    }
    try {
      return "Confluent Schema Registry " + ask(rest::getSchemaRegistryServerVersion).getVersion();
    } catch (RegistryException e) {
      return "registry with Confluent's API";
    }
  }

  @Override
  public String address() {
    return settings.address();
  }

  @Override
  public void close() {
    try {
      client.close();
    } catch (IOException e) {
      throw new RegistryException("The registry's client does not close: " + e.getMessage());
    }
  }

  /** A request through the client, whose refusals are checked exceptions. */
  @FunctionalInterface
  private interface Question<T> {
    T ask() throws IOException, RestClientException;
  }

  private <T> T ask(Question<T> question) {
    return requests.send(
        () -> {
          try {
            return question.ask();
          } catch (RestClientException e) {
            throw refusal(e);
          }
        });
  }

  /** Server errors are worth another try, at the next address where there are several. */
  private RegistryException refusal(RestClientException e) throws IOException {
    int status = e.getStatus();
    if (status >= 500 || status == 429 || status == 408) {
      rest.getBaseUrls().fail(rest.getBaseUrls().current());
      throw new IOException("HTTP " + status + ", " + e.getMessage());
    }
    String where = "The schema registry at " + address();
    return switch (status) {
      case 401 ->
          new RegistryException(
              where + " does not know us (401); check basic.auth.user.info or bearer.auth.token");
      case 403 ->
          new RegistryException(
              where + " gives our user no right to this (403): " + e.getMessage());
      default ->
          new RegistryRefusal(
              where
                  + " answered "
                  + status
                  + " ("
                  + e.getMessage()
                  + "); check schema.registry.url",
              status,
              e.getErrorCode());
    };
  }
}
