package io.contrastream.dashboard;

import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.UnauthorizedResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** Lets those act who know the token: {@code Authorization: Bearer TOKEN}. */
final class Token {
  private final String token;

  /**
   * @param token empty where nobody may
   */
  Token(String token) {
    this.token = token;
  }

  /** Whether anybody may act. */
  boolean isSet() {
    return !token.isEmpty();
  }

  void check(Context context) {
    if (token.isEmpty()) {
      throw new ForbiddenResponse(
          "Nobody may do this here: set dashboard.token, and give it as Authorization: Bearer TOKEN");
    }
    String given = context.header("Authorization");
    byte[] wanted = ("Bearer " + token).getBytes(StandardCharsets.UTF_8);
    if (given == null || !MessageDigest.isEqual(wanted, given.getBytes(StandardCharsets.UTF_8))) {
      throw new UnauthorizedResponse("The token is missing or wrong: it is dashboard.token");
    }
  }
}
