package io.contrastream.runtime;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** TCP ports of the loopback address. */
final class Ports {
  /** Stands for any free port. */
  static final int ANY = 0;

  static final String HOST = "127.0.0.1";

  private Ports() {}

  /**
   * Finds a port to listen on.
   *
   * @param wanted 1 to 65535, or {@link #ANY}
   * @param purpose who wants to listen, for the message
   * @throws StartupException where the port is in use
   */
  static int free(int wanted, String purpose) {
    try (ServerSocket probe = new ServerSocket(wanted, 1, InetAddress.getByName(HOST))) {
      return probe.getLocalPort();
    } catch (IOException e) {
      throw new StartupException(
          "Port "
              + wanted
              + " for "
              + purpose
              + " is in use on "
              + HOST
              + "; stop what listens there, or choose another port");
    }
  }
}
