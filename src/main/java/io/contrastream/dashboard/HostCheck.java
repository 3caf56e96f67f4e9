package io.contrastream.dashboard;

import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import java.util.Set;

/**
 * Guards a server on the loopback address against DNS rebinding: refuses requests whose {@code
 * Host} header names another host.
 */
record HostCheck(String host) {
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

  void check(Context context) {
    boolean loopback = LOOPBACK.contains(host) || host.equals("::1");
    if (loopback && !LOOPBACK.contains(withoutPort(context.header("Host")))) {
      throw new ForbiddenResponse("This server answers requests for 127.0.0.1 and localhost only");
    }
  }

  private static String withoutPort(String header) {
    return header == null ? "" : header.replaceFirst(":\\d+$", "");
  }
}
