package io.contrastream.topic.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.contrastream.schema.DigitImage;
import io.contrastream.topic.BadRecordException;
import io.contrastream.topic.PortableSchema;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConfluentSchemaRegistryTest {
  private static final Schema SCHEMA = DigitImage.getClassSchema();
  private static final String DOWN = "{\"error_code\":50003,\"message\":\"the leader is away\"}";
  private static final String STRING = "{\"schema\":\"\\\"string\\\"\"}";

  private FakeRegistryServer server;

  @BeforeEach
  void start() throws IOException {
    server = new FakeRegistryServer();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void shouldAskOnceForEachId() {
    server.answer(200, STRING);
    SchemaRegistry registry = registry();

    registry.byId(7);

    assertThat(registry.byId(7)).isEqualTo(Schema.create(Schema.Type.STRING));
    assertThat(server.requests()).containsExactly("GET /schemas/ids/7");
  }

  @Test
  void shouldCallUnknownIdTheRecordsFault() {
    server.answer(404, "{\"error_code\":40403,\"message\":\"Schema not found\"}");

    assertThatThrownBy(() -> registry().byId(4711))
        .isInstanceOf(BadRecordException.class)
        .hasMessage("Schema id 4711 is not in the registry at " + server.url());
  }

  @Test
  void shouldNotBlameRecordForWrongAddress() {
    server.answer(404, "<html>nothing here</html>");

    assertThatThrownBy(() -> registry().byId(1))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("answered 404")
        .hasMessageContaining("schema.registry.url");
  }

  @Test
  void shouldCallSchemaOfAnotherKindTheRecordsFault() {
    server.answer(200, "{\"schemaType\":\"JSON\",\"schema\":\"{}\"}");

    assertThatThrownBy(() -> registry().byId(3))
        .isInstanceOf(BadRecordException.class)
        .hasMessage("Schema id 3 is a schema of JSON, not of Avro");
  }

  @Test
  void shouldTryAgainUntilRegistryIsBack() {
    server.answer(500, DOWN).answer(503, "gone fishing").answer(200, STRING);

    assertThat(registry().byId(1)).isEqualTo(Schema.create(Schema.Type.STRING));
  }

  @Test
  void shouldCallLongOutageUnavailable() {
    server.answer(500, DOWN);

    assertThatThrownBy(() -> registry(Duration.ofMillis(250)).byId(1))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessageStartingWith(
            "The schema registry at " + server.url() + " did not answer within 250 ms: HTTP 500")
        .hasMessageContaining("the leader is away");
  }

  @Test
  void shouldCallRefusedConnectionUnavailable() {
    server.close();

    assertThatThrownBy(() -> registry(Duration.ZERO).byId(1))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessageContaining("Connection refused");
  }

  @Test
  void shouldTurnToNextAddressWhenOneIsDown() throws IOException {
    try (FakeRegistryServer other = new FakeRegistryServer()) {
      server.answer(503, DOWN);
      other.answer(200, STRING);

      registry("schema.registry.url", server.url() + "," + other.url()).byId(1);

      assertThat(other.requests()).hasSize(1);
    }
  }

  @Test
  void shouldTurnToNextAddressWhenOneRefusesConnections() throws IOException {
    try (FakeRegistryServer other = new FakeRegistryServer()) {
      server.close();
      other.answer(200, STRING);

      registry("schema.registry.url", server.url() + "," + other.url()).byId(1);

      assertThat(other.requests()).hasSize(1);
    }
  }

  @Test
  void shouldSendUserAndPassword() {
    server.answer(200, STRING);

    registry("basic.auth.credentials.source", "USER_INFO", "basic.auth.user.info", "ann:secret")
        .byId(1);

    assertThat(server.authorizations()).containsExactly("Basic YW5uOnNlY3JldA==");
  }

  @Test
  void shouldSendBearerToken() {
    server.answer(200, STRING);

    registry("bearer.auth.credentials.source", "STATIC_TOKEN", "bearer.auth.token", "t0ken")
        .byId(1);

    assertThat(server.authorizations()).containsExactly("Bearer t0ken");
  }

  @Test
  void shouldSendCredentialsOfAddressButNeverShowThem() {
    server.answer(401, "{\"error_code\":401,\"message\":\"Unauthorized\"}");
    SchemaRegistry registry = registry("schema.registry.url", "http://ann:secret@" + server.host());

    assertThatThrownBy(() -> registry.byId(1))
        .isInstanceOf(RegistryException.class)
        .hasMessage(
            "The schema registry at "
                + server.url()
                + " does not know us (401); check basic.auth.user.info or bearer.auth.token");
    assertThat(server.authorizations()).containsExactly("Basic YW5uOnNlY3JldA==");
  }

  @Test
  void shouldNameFieldThatMakesSchemaIncompatible() throws IOException {
    Schema theirs =
        SchemaBuilder.record("DigitImage")
            .namespace("io.contrastream.schema")
            .fields()
            .requiredInt("imageId")
            .requiredBytes("pixels")
            .endRecord();
    server
        .answer(409, "{\"error_code\":409,\"message\":\"Incompatible\"}")
        .answer(200, version(theirs))
        .answer(200, new ObjectMapper().writeValueAsString(Map.of("schema", theirs.toString())));

    assertThatThrownBy(() -> registry().idFor("digit-images-value", SCHEMA))
        .isInstanceOf(IncompatibleSchemaException.class)
        .hasMessageContaining("io.contrastream.schema.DigitImage for subject digit-images-value")
        .hasMessageContaining("can't read records of version 3 (id 9)")
        .hasMessageContaining("field 'imageId' is written as int where string is expected");
  }

  @Test
  void shouldTakeTheSchemaThatAnotherRegisteredAtTheSameMoment() throws IOException {
    String plain = PortableSchema.of(SCHEMA).toString();
    server
        .answer(409, "{\"error_code\":409,\"message\":\"An artifact already exists.\"}")
        .answer(200, version(SCHEMA))
        .answer(200, new ObjectMapper().writeValueAsString(Map.of("schema", plain)));

    assertThat(registry().idFor("digit-images-value", SCHEMA)).isEqualTo(9);
  }

  @Test
  void shouldOnlyLookUpWhereItMustNotRegister() {
    server.answer(200, "{\"subject\":\"s\",\"id\":5,\"version\":1,\"schema\":\"\\\"string\\\"\"}");

    assertThat(registry("auto.register.schemas", "false").idFor("s", SCHEMA)).isEqualTo(5);
    assertThat(server.requests()).containsExactly("POST /subjects/s");
  }

  @Test
  void shouldSayThatSubjectIsMissingWhereItMustNotRegister() {
    server.answer(404, "{\"error_code\":40401,\"message\":\"Subject not found\"}");

    assertThatThrownBy(() -> registry("auto.register.schemas", "false").idFor("s", SCHEMA))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("Subject s is not in the schema registry")
        .hasMessageContaining("register io.contrastream.schema.DigitImage there first");
  }

  @Test
  void shouldWriteUnderLatestVersionThatDiffersInWordsOnly() throws IOException {
    Schema theirs = new Schema.Parser().parse(SCHEMA.toString().replace("One image", "An image"));
    server
        .answer(404, "{\"error_code\":40403,\"message\":\"Schema not found\"}")
        .answer(200, version(theirs))
        .answer(200, new ObjectMapper().writeValueAsString(Map.of("schema", theirs.toString())));

    SchemaRegistry registry =
        registry("auto.register.schemas", "false", "use.latest.version", "true");

    assertThat(registry.idFor("digit-images-value", SCHEMA)).isEqualTo(9);
  }

  private static String version(Schema schema) throws IOException {
    return new ObjectMapper()
        .writeValueAsString(
            Map.of("subject", "s", "id", 9, "version", 3, "schema", schema.toString()));
  }

  /** A registry with settings in pairs of name and value. */
  private SchemaRegistry registry(String... settings) {
    return registry(RegistryClientSettings.DEFAULT_PATIENCE, settings);
  }

  private SchemaRegistry registry(Duration patience, String... settings) {
    Map<String, String> map = new HashMap<>(Map.of("schema.registry.url", server.url()));
    for (int i = 0; i < settings.length; i += 2) {
      map.put(settings[i], settings[i + 1]);
    }
    return new ConfluentSchemaRegistry(RegistryClientSettings.from(map, patience));
  }
}
