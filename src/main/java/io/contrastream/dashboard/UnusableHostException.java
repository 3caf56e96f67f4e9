package io.contrastream.dashboard;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;

/** The configured host is no address of this machine; the message says what to set instead. */
final class UnusableHostException extends RuntimeException {
  private UnusableHostException(String host, String why, Throwable cause) {
    super(
        ("dashboard.host is %s, %s; set it to 127.0.0.1, to an address of this machine, or to"
                + " 0.0.0.0 for all of them")
            .formatted(host, why),
        cause);
  }

  /**
   * Tries to listen on any port of the host.
   *
   * @throws UnusableHostException if that fails
   */
  static void throwIfUnusable(String host) {
    try {
      new ServerSocket(0, 1, InetAddress.getByName(host)).close();
    } catch (UnknownHostException e) {
      throw new UnusableHostException(host, "which does not resolve to an address", e);
    } catch (IOException e) {
      throw new UnusableHostException(host, "which is not an address of this machine", e);
    }
  }
}
