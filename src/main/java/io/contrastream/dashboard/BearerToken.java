package io.contrastream.dashboard;

import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.UnauthorizedResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** Lets those act who know the token: {@code Authorization: Bearer TOKEN}. */
final class BearerToken {
  private static final String SCHEME = "Bearer ";

  private final String token;

  /**
   * @param token empty where nobody may
   */
  BearerToken(String token) {
    this.token = token;
  }

  /** Whether anybody may act. */
  boolean isSet() {
    return !token.isEmpty();
  }

  void check(Context context) {
    if (token.isEmpty()) {
      throw new ForbiddenResponse(
          "Nobody may do this here: set dashboard.token, and give it as Authorization: Bearer"
              + " TOKEN");
    }
    String given = context.header("Authorization");
    if (given == null || !isRight(given)) {
      throw new UnauthorizedResponse("The token is missing or wrong: it is dashboard.token");
    }
  }

  /** In a time that does not tell how much of it is right; the scheme's case is free (RFC 9110). */
  private boolean isRight(String given) {
    return given.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        && MessageDigest.isEqual(
            token.getBytes(StandardCharsets.UTF_8),
            given.substring(SCHEME.length()).getBytes(StandardCharsets.UTF_8));
  }
}
