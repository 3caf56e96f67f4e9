package io.contrastream.cluster;

import io.contrastream.lifecycle.FolderLock;
import io.contrastream.lifecycle.RootCause;
import io.contrastream.lifecycle.StartupException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Kafka broker in this process, which is its own controller. Listens on 127.0.0.1 only. Its data
 * stay in the folder for the next broker. Any thread may call.
 *
 * <p>Kafka exits the JVM on a fatal fault, such as a full disk; here the fault is logged and kept
 * for {@link #fault} instead, so that the rest of the program goes on. The broker is unusable then.
 */
public final class EmbeddedBroker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);
  private static volatile String fault = "";

  private final FolderLock lock;
  private final KafkaRaftServer server;
  private final int port;

  private EmbeddedBroker(FolderLock lock, KafkaRaftServer server, int port) {
    this.lock = lock;
    this.server = server;
    this.port = port;
  }

  /**
   * Starts a broker and returns once it serves clients.
   *
   * @param folder created if missing
   * @param port 0 for any free port
   * @throws StartupException if the port or the folder is in use, or the folder can't be written
   */
  public static EmbeddedBroker start(Path folder, int port) {
    return start(folder, port, Map.of());
  }

  /** As {@link #start(Path, int)}, with Kafka settings that replace the default ones. */
  public static EmbeddedBroker start(Path folder, int port, Map<String, String> overrides) {
    int brokerPort = Ports.free(port, "Kafka");
    int controllerPort = Ports.free(Ports.ANY, "Kafka's controller");
    FolderLock lock = FolderLock.tryTake(folder).orElseThrow(() -> inUse(folder));
    preventExit();
    try {
      format(folder);
      Map<String, String> settings = BrokerSettings.of(folder, brokerPort, controllerPort);
      settings.putAll(overrides);
      KafkaRaftServer server = started(new KafkaRaftServer(new KafkaConfig(settings), Time.SYSTEM));
      return new EmbeddedBroker(lock, server, brokerPort);
    } catch (Exception e) {
      lock.close();
      // For example, another program has taken the port since it was checked.
      String where = Ports.HOST + ":" + brokerPort + " with its data in " + folder;
      throw new StartupException("Kafka can't start at " + where + ": " + rootMessage(e), e);
    }
  }

  private static StartupException inUse(Path folder) {
    return new StartupException(
        "Folder %s is in use by another broker; stop that broker or choose another folder"
            .formatted(folder));
  }

  private static KafkaRaftServer started(KafkaRaftServer server) {
    try {
      server.startup();
      return server;
    } catch (RuntimeException e) {
      // Otherwise its threads would go on writing to the folder.
      server.shutdown();
      throw e;
    }
  }

  /** {@code host:port} for {@code bootstrap.servers}. */
  public String bootstrapServers() {
    return Ports.HOST + ":" + port;
  }

  /** The fatal fault of a broker in this process; empty if there is none. */
  public static String fault() {
    return fault;
  }

  /** Shuts the broker down cleanly: what it acknowledged is on disk. */
  @Override
  public void close() {
    server.shutdown();
    server.awaitShutdown();
    lock.close();
  }

  private static void preventExit() {
    fault = "";
    Exit.Procedure keep =
        (status, message) -> {
          fault = "Kafka tried to exit with status " + status + ": " + message;
          LOG.error("The embedded broker has failed: {}", fault);
        };
    Exit.setExitProcedure(keep);
    Exit.setHaltProcedure(keep);
  }

  private static void format(Path folder) throws Exception {
    if (Files.exists(folder.resolve("meta.properties"))) {
      return;
    }
    try (PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
      new Formatter()
          .setPrintStream(nowhere)
          .setNodeId(BrokerSettings.NODE_ID)
          .setClusterId(Uuid.randomUuid().toString())
          .setReleaseVersion(MetadataVersion.latestProduction())
          .setControllerListenerName(BrokerSettings.CONTROLLER)
          .addDirectory(folder.toString())
          .setMetadataLogDirectory(folder.toString())
          .run();
    }
  }

  private static String rootMessage(Throwable e) {
    Throwable root = RootCause.of(e);
    String kind = root instanceof IOException ? root.getClass().getSimpleName() + " " : "";
    return kind + root.getMessage();
  }
}
