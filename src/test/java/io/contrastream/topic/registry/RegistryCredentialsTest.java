package io.contrastream.topic.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistryCredentialsTest {
  private static final String BASIC = "basic.auth.credentials.source";
  private static final String BEARER = "bearer.auth.credentials.source";
  private static final String ANN = "Basic YW5uOnNlY3JldA==";

  @Test
  void shouldSendNothingByDefault() throws IOException {
    assertThat(headers()).isEmpty();
    assertThat(headers(BASIC, "URL")).isEmpty();
  }

  @Test
  void shouldSendUserAndPassword() throws IOException {
    assertThat(headers(BASIC, "USER_INFO", "basic.auth.user.info", "ann:secret"))
        .containsEntry("Authorization", ANN);
    assertThat(headers(BASIC, "USER_INFO", "schema.registry.basic.auth.user.info", "ann:secret"))
        .containsEntry("Authorization", ANN);
  }

  @Test
  void shouldSendUserAndPasswordOfKafkasLogin() throws IOException {
    String jaas =
        "org.apache.kafka.common.security.plain.PlainLoginModule required"
            + " username=\"ann\" password=\"secret\";";

    assertThat(headers(BASIC, "SASL_INHERIT", "sasl.jaas.config", jaas))
        .containsEntry("Authorization", ANN);
  }

  @Test
  void shouldNotShowALoginThatCannotBeParsed() {
    assertThatThrownBy(() -> headers(BASIC, "SASL_INHERIT", "sasl.jaas.config", "secret;;"))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("sasl.jaas.config")
        .hasMessageNotContaining("secret")
        .hasNoCause();
  }

  @Test
  void shouldSendStaticToken() throws IOException {
    assertThat(
            headers(
                BEARER,
                "STATIC_TOKEN",
                "bearer.auth.token",
                "t0ken",
                "bearer.auth.logical.cluster",
                "lsrc-1",
                "bearer.auth.identity.pool.id",
                "pool-1"))
        .containsEntry("Authorization", "Bearer t0ken")
        .containsEntry("target-sr-cluster", "lsrc-1")
        .containsEntry("Confluent-Identity-Pool-Id", "pool-1");
  }

  @Test
  void shouldFetchATokenOnceAndReuseIt() throws IOException {
    try (FakeRegistryServer issuer = new FakeRegistryServer()) {
      issuer.answer(200, "{\"access_token\":\"t1\",\"expires_in\":3600}");
      RegistryCredentials credentials =
          credentials(
              BEARER,
              "OAUTHBEARER",
              "bearer.auth.issuer.endpoint.url",
              issuer.url() + "/token",
              "bearer.auth.client.id",
              "ann",
              "bearer.auth.client.secret",
              "secret",
              "bearer.auth.scope",
              "read write");

      credentials.headers();

      assertThat(credentials.headers()).containsEntry("Authorization", "Bearer t1");
      assertThat(issuer.requests()).containsExactly("POST /token");
      assertThat(issuer.authorizations()).containsExactly(ANN);
      assertThat(issuer.bodies()).containsExactly("grant_type=client_credentials&scope=read+write");
    }
  }

  /**
   * A token that lives shorter than the buffer of 300 s is reused too, unless it has no lifetime.
   */
  @ParameterizedTest
  @CsvSource({"0, Bearer t2", "299, Bearer t1"})
  void shouldReuseATokenDuringItsLifetime(int seconds, String expected) throws IOException {
    try (FakeRegistryServer issuer = new FakeRegistryServer()) {
      issuer
          .answer(200, "{\"access_token\":\"t1\",\"expires_in\":%d}".formatted(seconds))
          .answer(200, "{\"access_token\":\"t2\",\"expires_in\":3600}");
      String jaas =
          "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required"
              + " clientId=\"ann\" clientSecret=\"secret\";";
      RegistryCredentials credentials =
          credentials(
              BEARER,
              "SASL_OAUTHBEARER_INHERIT",
              "sasl.oauthbearer.token.endpoint.url",
              issuer.url(),
              "sasl.jaas.config",
              jaas);

      credentials.headers();

      assertThat(credentials.headers()).containsEntry("Authorization", expected);
    }
  }

  @Test
  void shouldNotShowTheSecretIfNoTokenIsGiven() throws IOException {
    try (FakeRegistryServer issuer = new FakeRegistryServer()) {
      issuer.answer(400, "{\"error\":\"invalid_client\"}");
      RegistryCredentials credentials =
          credentials(
              BEARER,
              "OAUTHBEARER",
              "bearer.auth.issuer.endpoint.url",
              issuer.url(),
              "bearer.auth.client.id",
              "ann",
              "bearer.auth.client.secret",
              "secret");

      assertThatThrownBy(credentials::headers)
          .isInstanceOf(RegistryException.class)
          .hasMessage(
              "No token for the schema registry from "
                  + issuer.url()
                  + ", which answered 400; check bearer.auth.*");
    }
  }

  @Test
  void shouldNameTheSettingThatIsMissing() {
    assertThatThrownBy(() -> headers(BASIC, "USER_INFO"))
        .hasMessageContaining("basic.auth.user.info is not set");
    assertThatThrownBy(() -> headers(BEARER, "OAUTHBEARER"))
        .hasMessageContaining("bearer.auth.issuer.endpoint.url is not set");
  }

  @Test
  void shouldRefuseAnUnknownSourceAndTwoSources() {
    assertThatThrownBy(() -> headers(BEARER, "CUSTOM"))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("bearer.auth.credentials.source is CUSTOM; expected STATIC_TOKEN");
    assertThatThrownBy(() -> headers(BEARER, "STATIC_TOKEN", BASIC, "USER_INFO"))
        .isInstanceOf(RegistryException.class)
        .hasMessageStartingWith("Only one of");
  }

  private static Map<String, String> headers(String... settings) throws IOException {
    return credentials(settings).headers();
  }

  /** Returns the credentials of settings in pairs of name and value. */
  private static RegistryCredentials credentials(String... settings) {
    return RegistryCredentials.of(TestRegistrySettings.of("http://a:1", settings));
  }
}
