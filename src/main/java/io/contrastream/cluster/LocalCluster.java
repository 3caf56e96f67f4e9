package io.contrastream.cluster;

import io.contrastream.config.Settings;
import io.contrastream.lifecycle.Closeables;
import io.contrastream.lifecycle.ProcessFailedException;
import io.contrastream.lifecycle.StartupException;
import io.contrastream.topic.KafkaAdmin;
import io.contrastream.topic.TopicSetup;
import io.contrastream.topic.Topics;
import io.contrastream.topic.registry.SchemaRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A broker and a schema registry for one machine: the demo, development, tests. Their data lie side
 * by side in one folder, since records can't be read without the schemas that they were written
 * with: they are kept together or thrown away together. One thread calls.
 */
public final class LocalCluster implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LocalCluster.class);

  private static final Duration BROKER_PATIENCE = Duration.ofMinutes(1);

  /** A group, and a producer of transactions, that there never is. */
  private static final String NOBODY = "contrastream-broker-start";

  private final Path folder;
  private final boolean keep;
  private EmbeddedBroker broker;
  private RegistryProcess registry;

  private LocalCluster(Path folder, boolean keep) {
    this.folder = folder;
    this.keep = keep;
  }

  /**
   * Starts both, on data that stay.
   *
   * @param folder made where missing
   * @param kafkaPort 0 for any that is free
   * @param registryPort 0 for any that is free
   * @throws StartupException where one can't start; the other is stopped then
   */
  public static LocalCluster start(Path folder, int kafkaPort, int registryPort) {
    refuseRecordsWithoutSchemas(folder);
    return new LocalCluster(folder, true).started(kafkaPort, registryPort);
  }

  /**
   * Starts both on a new folder, which goes away at the end.
   *
   * @param kafkaPort 0 for any that is free
   * @param registryPort 0 for any that is free
   * @throws StartupException where one can't start; the other is stopped then
   */
  public static LocalCluster startThrowAway(int kafkaPort, int registryPort) {
    try {
      Path folder = Files.createTempDirectory("contrastream-");
      return new LocalCluster(folder, false).started(kafkaPort, registryPort);
    } catch (IOException e) {
      throw new StartupException("No folder for the broker's data: " + e.getMessage(), e);
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
   * @throws ProcessFailedException where one of the two has ended by itself
   */
  public void throwIfStopped() {
    String fault = EmbeddedBroker.fault();
    if (!fault.isEmpty()) {
      throw new ProcessFailedException("The broker has stopped: " + fault, null);
    }
    if (!registry.isAlive()) {
      throw new ProcessFailedException(
          "The schema registry has stopped; its log is in " + registryFolder(folder), null);
    }
  }

  /**
   * Creates the topics that are missing, registers their schemas, and sees to it that the registry
   * refuses schemas which can't read what was written before.
   *
   * @param settings point to this cluster
   */
  public void prepare(Settings settings) {
    try (SchemaRegistry client = SchemaRegistry.connect(settings.registry())) {
      Topics topics = Topics.of(settings.topics(), client);
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

  /** The registry takes seconds to come up, and the broker comes up meanwhile. */
  private LocalCluster started(int kafkaPort, int registryPort) {
    try {
      registry = RegistryProcess.launch(registryFolder(folder), registryPort);
      broker = EmbeddedBroker.start(kafkaFolder(folder), kafkaPort);
      makeCoordinators();
      registry.awaitReady();
      return this;
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * Kafka makes its topics for groups and transactions when the first client needs them, who then
   * waits for seconds.
   */
  private void makeCoordinators() {
    try (KafkaAdmin kafka =
        new KafkaAdmin(Map.of("bootstrap.servers", bootstrapServers()), BROKER_PATIENCE)) {
      try {
        kafka.ask(
            admin -> admin.listConsumerGroupOffsets(NOBODY).partitionsToOffsetAndMetadata(NOBODY));
        kafka.ask(admin -> admin.fenceProducers(List.of(NOBODY)).all());
      } catch (KafkaException e) {
        throw kafka.explain("make the topics for groups and transactions", e);
      }
    }
  }

  /** Stops the broker, whose clients may still need the registry, and then the registry. */
  @Override
  public void close() {
    Closeables.closeAll(broker, registry);
    if (!keep) {
      delete(folder);
    }
  }

  /** Records without their schemas can't be read, and new schemas would take their ids. */
  private static void refuseRecordsWithoutSchemas(Path folder) {
    if (RegistryProcess.hasData(registryFolder(folder)) || !hasTopics(kafkaFolder(folder))) {
      return;
    }
    throw new StartupException(
        folder
            + " holds Kafka's data without those of the schema registry, so its records can't be"
            + " read; put back "
            + registryFolder(folder)
            + ", or delete the folder and start anew");
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
      LOG.warn("{} could not be deleted: {}", folder, e.getMessage());
    }
  }
}
