package io.contrastream.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Shares one cluster and one table of results among tests, and writes the table at the end. */
final class SharedCluster implements ParameterResolver {

  /** Closed when all tests have run. */
  private static final class Shared implements AutoCloseable {
    private final Path folder = Files.createTempDirectory("contrastream-faults-");
    private final FaultTable table = new FaultTable();
    private final ProcessCluster cluster = new ProcessCluster(folder, table);

    Shared() throws IOException {}

    @Override
    public void close() throws IOException {
      cluster.close();
      table.write(Path.of(System.getProperty("contrastream.home", ""), "target", "faults.md"));
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == ProcessCluster.class;
  }

  @Override
  public ProcessCluster resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(ExtensionContext.Namespace.create(SharedCluster.class))
        .getOrComputeIfAbsent(Shared.class, key -> open(), Shared.class)
        .cluster;
  }

  private static Shared open() {
    try {
      return new Shared();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
