package io.contrastream.config;

/**
 * The page for people, and what monitoring asks.
 *
 * @param enabled whether it is served
 * @param host address to listen on
 * @param port 0 for any that is free
 * @param token what those must know who change something; empty where nobody may
 * @param neighbours how many embeddings of a checkpoint are searched for nearest neighbours
 */
public record DashboardSettings(
    boolean enabled, String host, int port, String token, int neighbours) {

  public DashboardSettings {
    Checks.of("dashboard")
        .matches(host, "[a-zA-Z0-9.:_-]{1,255}", "host", "an address or the name of a host")
        .between(0, port, 65_535, "port")
        .matches(
            token,
            "|[\\x21-\\x7e]{8,256}",
            "token",
            "empty, or 8 to 256 letters, digits and signs without spaces")
        .between(1000, neighbours, 200_000, "neighbours")
        .done();
  }

  /** The same, on whichever port is free. */
  public DashboardSettings withAnyPort() {
    return new DashboardSettings(enabled, host, 0, token, neighbours);
  }

  /** The token stays out of logs. */
  @Override
  public String toString() {
    return "DashboardSettings[enabled=%s, host=%s, port=%d, neighbours=%d]"
        .formatted(enabled, host, port, neighbours);
  }
}
