package io.contrastream.topic.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.contrastream.lifecycle.RootCause;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.NameValidator;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;

/**
 * A registry with Confluent's REST API. While it is down a call waits, up to {@link
 * RegistryClientSettings#retryTimeout}. Any thread may call.
 */
final class HttpSchemaRegistry implements SchemaRegistry {
  private static final int UNKNOWN_SCHEMA = 40403;

  /** The registry's own codes for an unknown subject, version or schema. */
  private static final Set<Integer> UNKNOWN = Set.of(40401, 40402, UNKNOWN_SCHEMA);

  private record Registration(String subject, Schema schema) {}

  private final RegistryClientSettings settings;
  private final RegistryHttp http;
  private final Map<Integer, Schema> schemas = new ConcurrentHashMap<>();
  private final Map<Registration, Integer> ids = new ConcurrentHashMap<>();
  private final RefusedIds refused;

  /**
   * @throws RegistryException if a setting of the client is wrong; names it
   */
  HttpSchemaRegistry(RegistryClientSettings settings) {
    this(settings, System::nanoTime);
  }

  HttpSchemaRegistry(RegistryClientSettings settings, LongSupplier nanoTime) {
    this.settings = settings;
    this.refused = new RefusedIds(nanoTime);
    this.http = new RegistryHttp(settings);
  }

  @Override
  public int idFor(String subject, Schema schema) {
    Registration wanted = new Registration(subject, schema);
    Integer known = ids.get(wanted);
    if (known == null) {
      known = request(subject, PortableSchema.of(schema));
      ids.put(wanted, known);
    }
    return known;
  }

  private int request(String subject, Schema ours) {
    JsonNode body = JsonNodeFactory.instance.objectNode().put("schema", ours.toString());
    try {
      return integer(http.post(path(subject) + (settings.autoRegister() ? "/versions" : ""), body));
    } catch (RegistryRefusal e) {
      if (e.status == 409) {
        return sameId(subject, ours, e.getMessage());
      }
      if (e.status == 404 && !settings.autoRegister()) {
        return latestId(subject, ours);
      }
      throw e;
    }
  }

  /**
   * Returns the id of the latest schema if it equals ours: a registry may refuse one of two clients
   * that register the same schema at the same moment.
   */
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
    if (!haveSameBytes(ours, latest.schema())) {
      throw SchemaConflict.notRegistered(subject, ours, latest);
    }
    if (!settings.useLatest()) {
      throw SchemaConflict.sameBytes(subject, latest);
    }
    return latest.id();
  }

  private static boolean haveSameBytes(Schema ours, Schema theirs) {
    return SchemaNormalization.toParsingForm(ours)
        .equals(SchemaNormalization.toParsingForm(theirs));
  }

  @Override
  public Schema byId(int id) {
    Schema known = schemas.get(id);
    if (known == null) {
      refused.check(id);
      known = request(id);
      schemas.put(id, known);
    }
    return known;
  }

  private Schema request(int id) {
    try {
      return parse(id, fetch(id));
    } catch (BadRecordException e) {
      refused.add(id, e.getMessage());
      throw e;
    }
  }

  private JsonNode fetch(int id) {
    JsonNode answer;
    try {
      answer = http.get("/schemas/ids/" + id);
    } catch (RegistryRefusal e) {
      if (e.status == 404 && e.code == UNKNOWN_SCHEMA) {
        throw new BadRecordException("Schema id " + id + " is not in the registry at " + address());
      }
      throw e;
    }
    String type = answer.path("schemaType").asText("AVRO");
    if (!type.equals("AVRO")) {
      throw new BadRecordException("Schema id " + id + " is not an Avro schema but " + type);
    }
    return answer;
  }

  private Schema parse(int id, JsonNode answer) {
    Schema.Parser parser =
        new Schema.Parser(NameValidator.NO_VALIDATION).setValidateDefaults(false);
    try {
      return parse(parser, answer, new HashSet<>());
    } catch (RegistryRefusal e) {
      if (!UNKNOWN.contains(e.code)) {
        throw e;
      }
      throw new BadRecordException(
          "Schema id %d refers to a schema that the registry at %s refuses (%d)"
              .formatted(id, address(), e.status),
          e);
    } catch (AvroRuntimeException e) {
      throw new BadRecordException("Schema id " + id + " is not valid Avro: " + e.getMessage(), e);
    }
  }

  /** Parses first what a schema refers to, because Avro's parser must know those names. */
  private Schema parse(Schema.Parser parser, JsonNode answer, Set<String> parsed) {
    for (JsonNode reference : answer.path("references")) {
      String path =
          path(reference.path("subject").asText()) + "/versions/" + reference.path("version");
      if (parsed.add(path)) {
        parse(parser, http.get(path), parsed);
      }
    }
    if (!answer.path("schema").isTextual()) {
      throw new RegistryException("The schema registry at " + address() + " answered no schema");
    }
    try {
      return parser.parse(answer.get("schema").asText());
    } catch (RuntimeException | StackOverflowError e) { // Avro does not expect every bad schema
      throw new AvroRuntimeException(RootCause.message(e), e);
    }
  }

  @Override
  public Optional<RegisteredSchema> latest(String subject) {
    JsonNode latest;
    try {
      latest = http.get(path(subject) + "/versions/latest");
    } catch (RegistryRefusal e) {
      if (e.status == 404) {
        return Optional.empty();
      }
      throw e;
    }
    int id = integer(latest);
    return Optional.of(new RegisteredSchema(id, latest.path("version").asInt(), byId(id)));
  }

  @Override
  public String kind() {
    http.get("/schemas/types"); // every registry has this path, and other servers do not
    if (address().contains("/apis/ccompat/")) {
      return "Apicurio Registry";
    }
    try {
      String version = http.get("/v1/metadata/version").path("version").asText();
      return "Confluent Schema Registry " + version;
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
    // Idle connections belong to the JVM, which closes them.
  }

  private static String path(String subject) {
    return "/subjects/" + URLEncoder.encode(subject, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private int integer(JsonNode answer) {
    if (!answer.path("id").isInt()) {
      throw new RegistryException("The schema registry at " + address() + " answered no id");
    }
    return answer.get("id").intValue();
  }
}
