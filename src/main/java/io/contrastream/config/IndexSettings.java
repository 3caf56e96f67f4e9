package io.contrastream.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The index of the whole topic, a process of its own.
 *
 * @param vectors maximum number of embeddings of each space
 * @param dir folder that the index is saved in, absolute
 * @param saveInterval time after which what was read is forced to disk
 * @param host the address to listen on
 * @param port 0 for any free port
 * @param token the bearer token that searches need; empty if they need none
 * @param instance which share of the partitions this process has, such as 1/2
 * @param peers addresses of the other instances
 * @param peerTimeout how long to wait for their answers
 */
public record IndexSettings(
    int vectors,
    Path dir,
    Duration saveInterval,
    String host,
    int port,
    String token,
    String instance,
    List<String> peers,
    Duration peerTimeout) {
  private static final int MAX_PORT = 65_535;
  private static final String INSTANCE = "[1-9]\\d{0,3}/[1-9]\\d{0,3}";

  public IndexSettings {
    peers = peers.stream().filter(each -> !each.isEmpty()).toList();
    Checks.of("index")
        .between(1, vectors, 100_000_000, "vectors")
        .between(Duration.ZERO, saveInterval, Duration.ofDays(1), "save.interval")
        .matches(host, "[a-zA-Z0-9.:_-]{1,255}", "host", "an IP address or a host name")
        .between(0, port, MAX_PORT, "port")
        .matches(
            token,
            "|[\\x21-\\x7e]{8,256}",
            "token",
            "empty, or 8 to 256 ASCII characters without spaces")
        .require(
            instance.matches(INSTANCE) && number(instance) <= count(instance),
            "instance",
            "the number of the instance and how many there are, such as 1/2")
        .require(
            peers.stream().allMatch(IndexSettings::isAddress),
            "peers",
            "URLs such as http://host:8090, separated by commas, or empty; the names of hosts have"
                + " no underscores")
        .require(
            peers.isEmpty() || !instance.matches(INSTANCE) || peers.size() == count(instance) - 1,
            "peers",
            "the addresses of all other instances of index.instance, or empty")
        .between(Duration.ofMillis(10), peerTimeout, Duration.ofMinutes(1), "peer.timeout")
        .done();
  }

  /**
   * Java's HTTP client accepts no others; it takes the host of a name with underscores for none.
   */
  private static boolean isAddress(String text) {
    try {
      URI address = new URI(text);
      return text.matches("https?://[^\\s/@?#]+/?")
          && address.getHost() != null
          && address.getPort() != 0
          && address.getPort() <= MAX_PORT;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  /** Whether this instance reads a partition. */
  public boolean has(int partition) {
    return partition % count(instance) == number(instance) - 1;
  }

  /** The number of other instances. */
  public int others() {
    return count(instance) - 1;
  }

  private static int number(String instance) {
    return Integer.parseInt(instance.split("/")[0]);
  }

  private static int count(String instance) {
    return Integer.parseInt(instance.split("/")[1]);
  }

  /** Leaves out the token. */
  @Override
  public String toString() {
    return "IndexSettings[vectors=%d, dir=%s, saveInterval=%s, host=%s, port=%d, instance=%s, peers=%s]"
        .formatted(vectors, dir, saveInterval, host, port, instance, peers);
  }
}
