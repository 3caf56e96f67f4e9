package io.contrastream.http;

import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.UnauthorizedResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** The token that a request needs: {@code Authorization: Bearer TOKEN}. */
public final class BearerToken {
  private static final String SCHEME = "Bearer ";

  private final String setting;
  private final String token;

  /**
   * @param setting key of the token's setting, for messages
   * @param token empty if there is none
   */
  public BearerToken(String setting, String token) {
    this.setting = setting;
    this.token = token;
  }

  /** Whether there is a token. */
  public boolean isSet() {
    return !token.isEmpty();
  }

  /** Throws unless there is a token and the request carries it. */
  public void check(Context context) {
    if (token.isEmpty()) {
      throw new ForbiddenResponse(
          "Changes are disabled: set %s, then send Authorization: Bearer TOKEN".formatted(setting));
    }
    String header = context.header("Authorization");
    if (header == null || !matches(header)) {
      throw new UnauthorizedResponse(
          "The token is missing or wrong: send the value of %s as Authorization: Bearer TOKEN"
              .formatted(setting));
    }
  }

  /** Compares in constant time. The scheme is case-insensitive (RFC 9110). */
  private boolean matches(String header) {
    return header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        && MessageDigest.isEqual(
            token.getBytes(StandardCharsets.UTF_8),
            header.substring(SCHEME.length()).getBytes(StandardCharsets.UTF_8));
  }
}
