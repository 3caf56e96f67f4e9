package io.contrastream.topic.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.contrastream.schema.DigitImage;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpSchemaRegistryTest {
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
  void shouldRequestEachIdOnce() {
    server.answer(200, STRING);
    SchemaRegistry registry = registry();

    registry.byId(7);

    assertThat(registry.byId(7)).isEqualTo(Schema.create(Schema.Type.STRING));
    assertThat(server.requests()).containsExactly("GET /schemas/ids/7");
  }

  @Test
  void shouldBlameRecordForUnknownId() {
    server.answer(404, "{\"error_code\":40403,\"message\":\"Schema not found\"}");

    assertThatThrownBy(() -> registry().byId(4711))
        .isInstanceOf(BadRecordException.class)
        .hasMessage("Schema id 4711 is not in the registry at " + server.url());
  }

  @Test
  void shouldAskForAnUnknownIdOnlyOnceInFiveSeconds() {
    // given
    server
        .answer(404, "{\"error_code\":40403,\"message\":\"Schema not found\"}")
        .answer(200, STRING);
    AtomicLong nowNs = new AtomicLong(Long.MAX_VALUE); // System.nanoTime may overflow
    SchemaRegistry registry =
        new HttpSchemaRegistry(
            RegistryClientSettings.from(
                TestRegistrySettings.of(Duration.ofSeconds(60), server.url())),
            nowNs::get);

    // when
    for (int i = 0; i < 100; i++) {
      assertThatThrownBy(() -> registry.byId(4711))
          .isInstanceOf(BadRecordException.class)
          .hasMessageContaining("Schema id 4711 is not in the registry");
    }

    // then
    assertThat(server.requests()).hasSize(1);
    nowNs.addAndGet(Duration.ofSeconds(5).toNanos());
    assertThat(registry.byId(4711)).isEqualTo(Schema.create(Schema.Type.STRING));
  }

  @Test
  void shouldKeepFewUnknownIds() {
    RefusedIds ids = new RefusedIds(() -> 0);

    for (int id = 1; id <= 1_001; id++) {
      ids.add(id, "unknown");
    }

    assertThatCode(() -> ids.check(1)).doesNotThrowAnyException();
    assertThatThrownBy(() -> ids.check(1_001)).hasMessage("unknown");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
  void shouldNotAskForIdsThatNoRegistryGives(int id) {
    assertThatThrownBy(() -> registry().byId(id))
        .isInstanceOf(BadRecordException.class)
        .hasMessageContaining("Schema id " + id + " ");
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void shouldBlameRecordForAReferenceThatIsMissing() {
    server
        .answer(
            200,
            "{\"schema\":\"\\\"a.Point\\\"\","
                + "\"references\":[{\"name\":\"a.Point\",\"subject\":\"points\",\"version\":2}]}")
        .answer(404, "{\"error_code\":40402,\"message\":\"Version not found\"}");

    assertThatThrownBy(() -> registry().byId(7))
        .isInstanceOf(BadRecordException.class)
        .hasMessageContaining("Schema id 7 refers to a schema")
        .hasMessageContaining("refuses (404)");
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
  void shouldBlameRecordForSchemaOfAnotherType() {
    server.answer(200, "{\"schemaType\":\"JSON\",\"schema\":\"{}\"}");

    assertThatThrownBy(() -> registry().byId(3))
        .isInstanceOf(BadRecordException.class)
        .hasMessage("Schema id 3 is not an Avro schema but JSON");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "null",
        "{'type':'record','name':'A','fields':[{'name':'x','type':'int','order':'bogus'}]}",
        "{'type':'record','name':'A','fields':[{'name':'x','type':'int','aliases':7}]}",
        "{'type':'fixed','name':'A','size':'many'}"
      })
  void shouldBlameRecordForASchemaThatAvroRefuses(String schema) {
    String text = schema.replace("'", "\\\"");
    server.answer(200, "{\"schema\":\"" + text + "\"}");

    assertThatThrownBy(() -> registry().byId(3))
        .isInstanceOf(BadRecordException.class)
        .hasMessageContaining("Schema id 3 is not valid Avro: ");
  }

  @Test
  void shouldRetryUntilRegistryIsBack() {
    server.answer(500, DOWN).answer(503, "gone fishing").answer(200, STRING);

    assertThat(registry().byId(1)).isEqualTo(Schema.create(Schema.Type.STRING));
  }

  @Test
  void shouldGiveUpWhenTheTimeoutHasPassed() {
    server.answer(500, DOWN);

    assertThatThrownBy(() -> registry(Duration.ofMillis(250)).byId(1))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessageStartingWith(
            "The schema registry at " + server.url() + " did not answer within 250 ms: HTTP 500")
        .hasMessageContaining("the leader is away");
  }

  @Test
  void shouldReportARefusedConnection() {
    server.close();

    assertThatThrownBy(() -> registry(Duration.ZERO).byId(1))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessageContaining("Connection refused");
  }

  @Test
  void shouldUseNextAddressWhenOneIsDown() throws IOException {
    try (FakeRegistryServer other = new FakeRegistryServer()) {
      server.answer(503, DOWN);
      other.answer(200, STRING);

      registry("schema.registry.url", server.url() + "," + other.url()).byId(1);

      assertThat(other.requests()).hasSize(1);
    }
  }

  @Test
  void shouldUseNextAddressWhenOneRefusesConnections() throws IOException {
    try (FakeRegistryServer other = new FakeRegistryServer()) {
      server.close();
      other.answer(200, STRING);

      registry("schema.registry.url", server.url() + "," + other.url()).byId(1);

      assertThat(other.requests()).hasSize(1);
    }
  }

  @Test
  void shouldStayWithTheAddressThatAnswers() throws IOException {
    try (FakeRegistryServer other = new FakeRegistryServer()) {
      server.answer(503, DOWN);
      other.answer(200, STRING);
      SchemaRegistry registry =
          registry("schema.registry.url", server.url() + "," + other.url() + "/");

      registry.byId(1);
      registry.byId(2);

      assertThat(server.requests()).hasSize(1);
      assertThat(other.requests()).containsExactly("GET /schemas/ids/1", "GET /schemas/ids/2");
    }
  }

  @Test
  void shouldNotAskAnotherAddressAfterARefusal() throws IOException {
    try (FakeRegistryServer other = new FakeRegistryServer()) {
      server.answer(403, "{\"error_code\":403,\"message\":\"no rights\"}");

      SchemaRegistry registry = registry("schema.registry.url", server.url() + "," + other.url());

      assertThatThrownBy(() -> registry.byId(1))
          .isInstanceOf(RegistryException.class)
          .hasMessageEndingWith("denies access (403): no rights");
      assertThat(other.requests()).isEmpty();
    }
  }

  @Test
  void shouldRegisterEachSchemaOnce() {
    server.answer(200, "{\"id\":5}");
    SchemaRegistry registry = registry();

    registry.idFor("s/1", SCHEMA);

    assertThat(registry.idFor("s/1", SCHEMA)).isEqualTo(5);
    assertThat(server.requests()).containsExactly("POST /subjects/s%2F1/versions");
    assertThat(server.bodies().get(0)).startsWith("{\"schema\":").doesNotContain("java.string");
  }

  @Test
  void shouldResolveReferences() {
    server
        .answer(
            200,
            "{\"schema\":\"{\\\"type\\\":\\\"array\\\",\\\"items\\\":\\\"a.Point\\\"}\","
                + "\"references\":[{\"name\":\"a.Point\",\"subject\":\"points\",\"version\":2}]}")
        .answer(
            200,
            "{\"schema\":\"{\\\"type\\\":\\\"fixed\\\",\\\"name\\\":\\\"a.Point\\\",\\\"size\\\":8}\"}");

    Schema schema = registry().byId(7);

    assertThat(schema.getElementType().getFixedSize()).isEqualTo(8);
    assertThat(server.requests())
        .containsExactly("GET /schemas/ids/7", "GET /subjects/points/versions/2");
  }

  @Test
  void shouldNotTakeAnotherServerForARegistry() {
    server.answer(200, "<html>welcome</html>");

    assertThatThrownBy(() -> registry().byId(1))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("is not a schema registry; check schema.registry.url");
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
                + " rejects the credentials (401); check basic.auth.user.info or"
                + " bearer.auth.token");
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
        .hasMessageContaining("cannot read records of version 3 (id 9)")
        .hasMessageContaining("field 'imageId' is written as int, but string is expected");
  }

  @Test
  void shouldAcceptSchemaThatAnotherClientRegisteredAtTheSameMoment() throws IOException {
    String plain = PortableSchema.of(SCHEMA).toString();
    server
        .answer(409, "{\"error_code\":409,\"message\":\"An artifact already exists.\"}")
        .answer(200, version(SCHEMA))
        .answer(200, new ObjectMapper().writeValueAsString(Map.of("schema", plain)));

    assertThat(registry().idFor("digit-images-value", SCHEMA)).isEqualTo(9);
  }

  @Test
  void shouldOnlyLookUpIfItMustNotRegister() {
    server.answer(200, "{\"subject\":\"s\",\"id\":5,\"version\":1,\"schema\":\"\\\"string\\\"\"}");

    assertThat(registry("auto.register.schemas", "false").idFor("s", SCHEMA)).isEqualTo(5);
    assertThat(server.requests()).containsExactly("POST /subjects/s");
  }

  @Test
  void shouldSayThatSubjectIsMissingIfItMustNotRegister() {
    server.answer(404, "{\"error_code\":40401,\"message\":\"Subject not found\"}");

    assertThatThrownBy(() -> registry("auto.register.schemas", "false").idFor("s", SCHEMA))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("Subject s is not in the schema registry")
        .hasMessageContaining("register io.contrastream.schema.DigitImage there first");
  }

  @Test
  void shouldWriteUnderLatestVersionThatDiffersInDocsOnly() throws IOException {
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

  /** Returns a registry with settings in pairs of name and value. */
  private SchemaRegistry registry(String... settings) {
    return registry(Duration.ofSeconds(60), settings);
  }

  private SchemaRegistry registry(Duration retryTimeout, String... settings) {
    return SchemaRegistry.connect(TestRegistrySettings.of(retryTimeout, server.url(), settings));
  }
}
