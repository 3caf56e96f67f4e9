package io.contrastream.cluster;

import io.contrastream.lifecycle.StartupException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** TCP ports of the loopback address. */
final class Ports {
  /** Any free port. */
  static final int ANY = 0;

  static final String HOST = "127.0.0.1";

  /** Ports handed out, so that two callers get different ones before either listens. */
  private static final Set<Integer> HANDED_OUT = ConcurrentHashMap.newKeySet();

  private Ports() {}

  /**
   * Finds a port to listen on; for {@link #ANY}, one not returned before.
   *
   * @throws StartupException if the port is in use
   */
  static int free(int wanted, String purpose) {
    int port = probe(wanted, purpose);
    while (wanted == ANY && !HANDED_OUT.add(port)) {
      port = probe(wanted, purpose);
    }
    return port;
  }

  private static int probe(int wanted, String purpose) {
    try (ServerSocket probe = new ServerSocket(wanted, 1, InetAddress.getByName(HOST))) {
      return probe.getLocalPort();
    } catch (IOException e) {
      throw new StartupException(
          "Port %d for %s is in use on %s; stop what listens there, or choose another port"
              .formatted(wanted, purpose, HOST));
    }
  }
}
