package io.contrastream.config;

/**
 * The dashboard and the endpoints for monitoring.
 *
 * @param host the address to listen on
 * @param port 0 for any free port
 * @param token the bearer token that requests for changes need; empty to allow no changes
 * @param neighbours maximum number of embeddings that a search for nearest neighbours covers
 */
public record DashboardSettings(
    boolean enabled, String host, int port, String token, int neighbours) {

  public DashboardSettings {
    Checks.of("dashboard")
        .matches(host, "[a-zA-Z0-9.:_-]{1,255}", "host", "an IP address or a host name")
        .between(0, port, 65_535, "port")
        .matches(
            token,
            "|[\\x21-\\x7e]{8,256}",
            "token",
            "empty, or 8 to 256 ASCII characters without spaces")
        .between(1000, neighbours, 200_000, "neighbours")
        .done();
  }

  /** Returns these settings with any free port. */
  public DashboardSettings withAnyPort() {
    return new DashboardSettings(enabled, host, 0, token, neighbours);
  }

  /** Leaves out the token. */
  @Override
  public String toString() {
    return "DashboardSettings[enabled=%s, host=%s, port=%d, neighbours=%d]"
        .formatted(enabled, host, port, neighbours);
  }
}
