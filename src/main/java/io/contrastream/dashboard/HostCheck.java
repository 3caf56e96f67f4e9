package io.contrastream.dashboard;

import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import java.util.Set;

/**
 * Keeps other sites' pages out of a server of the loopback address: a browser that was led here by
 * a foreign name says so in the header {@code Host}.
 */
record HostCheck(String host) {
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

  void check(Context context) {
    boolean loopback = LOOPBACK.contains(host) || host.equals("::1");
    if (loopback && !LOOPBACK.contains(named(context.header("Host")))) {
      throw new ForbiddenResponse("This server answers to 127.0.0.1 and localhost only");
    }
  }

  private static String named(String header) {
    return header == null ? "" : header.replaceFirst(":\\d+$", "");
  }
}
