package io.contrastream.http;

import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import java.util.Objects;
import java.util.Set;

/**
 * Guards a server on the loopback address against DNS rebinding: refuses requests whose {@code
 * Host} header names another host.
 */
record HostCheck(String host) {
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

  void check(Context context) {
    boolean loopback = LOOPBACK.contains(host) || host.equals("::1");
    String header = Objects.requireNonNullElse(context.header("Host"), "");
    if (loopback && !LOOPBACK.contains(header.replaceFirst(":\\d+$", ""))) {
      throw new ForbiddenResponse("This server answers requests for 127.0.0.1 and localhost only");
    }
  }
}
