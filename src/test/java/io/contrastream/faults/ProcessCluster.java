package io.contrastream.faults;

import io.contrastream.cluster.RegistryProcess;
import io.contrastream.testing.Await;
import io.contrastream.testing.TestSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A broker and a registry in processes of their own, which can be killed and restarted. */
final class ProcessCluster implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  private final Path folder;
  private final FaultTable table;
  private final int brokerPort = freePort();
  private final int registryPort = freePort();
  private ChildProcess broker;
  private RegistryProcess registry;

  ProcessCluster(Path folder, FaultTable table) {
    this.folder = folder;
    this.table = table;
    registry = RegistryProcess.launch(registryFolder(), registryPort);
    startBroker();
    registry.awaitReady();
  }

  Path folder() {
    return folder;
  }

  FaultTable table() {
    return table;
  }

  TestSettings settings() {
    return TestSettings.at("127.0.0.1:" + brokerPort, registry.url());
  }

  void startBroker() {
    Path log = folder.resolve("broker.log");
    Path data = folder.resolve("kafka");
    broker =
        ChildProcess.start(
            log,
            List.of(),
            BrokerMain.class.getName(),
            List.of(data.toString(), Integer.toString(brokerPort)));
    int before = starts();
    Await.until("the broker is ready", TIMEOUT, () -> starts() > before);
  }

  private int starts() {
    return broker.output().split("ready", -1).length;
  }

  void killBroker() {
    broker.kill();
  }

  void startRegistry() {
    registry = RegistryProcess.launch(registryFolder(), registryPort);
    registry.awaitReady();
  }

  void killRegistry() {
    ProcessHandle process = ProcessHandle.of(registry.pid()).orElseThrow();
    process.destroyForcibly();
    process.onExit().join();
    registry.close();
  }

  private Path registryFolder() {
    return folder.resolve("registry");
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    broker.close();
    registry.close();
  }
}
