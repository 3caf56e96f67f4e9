package io.contrastream.dashboard;

/** The server can't listen on its port; the message names the port and the setting to change. */
final class PortInUseException extends RuntimeException {
  PortInUseException(String host, int port, Throwable cause) {
    super(
        ("The dashboard can't listen on port %d of %s; stop what listens there, or choose another"
                + " port with --set dashboard.port=PORT")
            .formatted(port, host),
        cause);
  }
}
