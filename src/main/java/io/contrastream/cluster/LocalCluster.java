package io.contrastream.cluster;

import io.contrastream.config.Settings;
import io.contrastream.lifecycle.Closeables;
import io.contrastream.lifecycle.ProcessFailedException;
import io.contrastream.lifecycle.StartupException;
import io.contrastream.topic.TopicAdmin;
import io.contrastream.topic.TopicSetup;
import io.contrastream.topic.Topics;
import io.contrastream.topic.registry.SchemaRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A broker and a schema registry on this machine, for the demo, development and tests. Their data
 * share a folder and are kept or deleted together, because records can't be read without the
 * schemas they were written with. One thread calls.
 */
public final class LocalCluster implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LocalCluster.class);

  private static final Duration BROKER_TIMEOUT = Duration.ofMinutes(1);

  private final Path folder;
  private final boolean keep;
  private final EmbeddedBroker broker;
  private final RegistryProcess registry;

  private LocalCluster(Path folder, boolean keep, EmbeddedBroker broker, RegistryProcess registry) {
    this.folder = folder;
    this.keep = keep;
    this.broker = broker;
    this.registry = registry;
  }

  /**
   * Starts a cluster that keeps its data. Port 0 is any free port.
   *
   * @param folder created if missing
   * @throws StartupException if the broker or the registry can't start; neither runs then
   */
  public static LocalCluster start(Path folder, int kafkaPort, int registryPort) {
    refuseRecordsWithoutSchemas(folder);
    return start(folder, true, kafkaPort, registryPort);
  }

  /** Starts a cluster on a new folder, which is deleted when the cluster is closed. */
  public static LocalCluster startThrowAway(int kafkaPort, int registryPort) {
    try {
      return start(Files.createTempDirectory("contrastream-"), false, kafkaPort, registryPort);
    } catch (IOException e) {
      throw new StartupException(
          "Can't create a temporary folder for the broker's data: " + e.getMessage(), e);
    }
  }

  public String bootstrapServers() {
    return broker.bootstrapServers();
  }

  /** For {@code schema.registry.url}. */
  public String registryUrl() {
    return registry.url();
  }

  /**
   * @throws ProcessFailedException if the broker or the registry has failed
   */
  public void throwIfStopped() {
    String fault = EmbeddedBroker.fault();
    if (!fault.isEmpty()) {
      throw new ProcessFailedException("The broker has failed: " + fault, null);
    }
    if (!registry.isAlive()) {
      throw new ProcessFailedException(
          "The schema registry has stopped; see its log in " + registryFolder(folder), null);
    }
  }

  /**
   * Creates missing topics, registers their schemas, and makes the registry refuse schemas that
   * can't read earlier records. The settings have the addresses of this cluster.
   */
  public void prepare(Settings settings) {
    try (SchemaRegistry client = SchemaRegistry.connect(settings.registry())) {
      Topics topics = Topics.of(settings, client);
      TopicSetup.ensure(settings, topics);
      registry.protect(topics.ensureSchemas().keySet());
    }
  }

  public Path folder() {
    return folder;
  }

  RegistryProcess registry() {
    return registry;
  }

  /** Starts the broker while the registry comes up, which takes seconds. */
  private static LocalCluster start(Path folder, boolean keep, int kafkaPort, int registryPort) {
    RegistryProcess registry = null;
    EmbeddedBroker broker = null;
    try {
      registry = RegistryProcess.launch(registryFolder(folder), registryPort);
      broker = EmbeddedBroker.start(kafkaFolder(folder), kafkaPort);
      createInternalTopics(broker.bootstrapServers());
      registry.awaitReady();
      return new LocalCluster(folder, keep, broker, registry);
    } catch (RuntimeException e) {
      close(folder, keep, broker, registry);
      throw e;
    }
  }

  /**
   * Creates Kafka's topics for groups and transactions, so that the first client does not wait
   * seconds until Kafka does.
   */
  private static void createInternalTopics(String bootstrapServers) {
    Map<String, String> address = Map.of("bootstrap.servers", bootstrapServers);
    try (TopicAdmin admin = new TopicAdmin(address, BROKER_TIMEOUT)) {
      admin.createMissing(BrokerSettings.internalTopics());
    }
  }

  @Override
  public void close() {
    close(folder, keep, broker, registry);
  }

  /** Stops the broker first: its clients may need the registry until then. */
  private static void close(
      Path folder, boolean keep, EmbeddedBroker broker, RegistryProcess registry) {
    Closeables.closeAll(broker, registry);
    if (!keep) {
      delete(folder);
    }
  }

  /** Such records can't be read, and new schemas would reuse the ids of theirs. */
  private static void refuseRecordsWithoutSchemas(Path folder) {
    if (RegistryProcess.hasData(registryFolder(folder)) || !hasTopics(kafkaFolder(folder))) {
      return;
    }
    throw new StartupException(
        "%s has Kafka's data but not the schema registry's, so its records can't be read; restore %s, or delete the folder to start from scratch"
            .formatted(folder, registryFolder(folder)));
  }

  private static boolean hasTopics(Path kafka) {
    if (!Files.isDirectory(kafka)) {
      return false;
    }
    try (Stream<Path> entries = Files.list(kafka)) {
      return entries.anyMatch(
          e -> Files.isDirectory(e) && !e.getFileName().toString().startsWith("__"));
    } catch (IOException e) {
      throw new StartupException("Can't read folder " + kafka + ": " + e.getMessage(), e);
    }
  }

  private static Path kafkaFolder(Path folder) {
    return folder.resolve("kafka");
  }

  private static Path registryFolder(Path folder) {
    return folder.resolve("registry");
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException | UncheckedIOException e) {
      LOG.warn("Can't delete folder {}: {}", folder, e.getMessage());
    }
  }
}
