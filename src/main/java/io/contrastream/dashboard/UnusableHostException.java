package io.contrastream.dashboard;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;

/** Nobody can listen on that host here; the message says why, and what to do about it. */
public final class UnusableHostException extends RuntimeException {
  private UnusableHostException(String host, String why, Throwable cause) {
    super(
        ("dashboard.host is %s, %s; set it to 127.0.0.1, to an address of this machine, or to"
                + " 0.0.0.0 for all of them")
            .formatted(host, why),
        cause);
  }

  /**
   * Tries to listen on any port of it.
   *
   * @throws UnusableHostException where it can't
   */
  static void throwIf(String host) {
    try {
      new ServerSocket(0, 1, InetAddress.getByName(host)).close();
    } catch (UnknownHostException e) {
      throw new UnusableHostException(host, "a name that leads to no address", e);
    } catch (IOException e) {
      throw new UnusableHostException(host, "which is no address of this machine", e);
    }
  }
}
