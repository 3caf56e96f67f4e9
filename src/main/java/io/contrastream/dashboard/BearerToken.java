package io.contrastream.dashboard;

import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.UnauthorizedResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** The token that allows changes: {@code Authorization: Bearer TOKEN}. */
final class BearerToken {
  private static final String SCHEME = "Bearer ";

  private final String token;

  /**
   * @param token empty if nobody may make changes
   */
  BearerToken(String token) {
    this.token = token;
  }

  /** Whether changes are possible at all. */
  boolean isSet() {
    return !token.isEmpty();
  }

  /** Throws unless the request carries the token. */
  void check(Context context) {
    if (token.isEmpty()) {
      throw new ForbiddenResponse(
          "Changes are disabled: set dashboard.token, then send Authorization: Bearer TOKEN");
    }
    String header = context.header("Authorization");
    if (header == null || !matches(header)) {
      throw new UnauthorizedResponse(
          "The token is missing or wrong: send the value of dashboard.token");
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
