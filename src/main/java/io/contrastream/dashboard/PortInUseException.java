package io.contrastream.dashboard;

/** The port or the address can't be had; the message says what to do about it. */
public final class PortInUseException extends RuntimeException {
  PortInUseException(String host, int port, Throwable cause) {
    super(
        ("Port %d for the dashboard can't be had on %s; stop what listens there, or choose another"
                + " with --set dashboard.port=PORT")
            .formatted(port, host),
        cause);
  }
}
