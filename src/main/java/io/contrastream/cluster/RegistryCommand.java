package io.contrastream.cluster;

import io.contrastream.lifecycle.StartupException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** Builds the command line of the schema registry. */
final class RegistryCommand {
  /** The file name of the database, without extension. */
  static final String DATABASE = "schemas";

  private static final String MAIN = "io.quarkus.runner.GeneratedMain";

  private static final Path SHELL = Path.of("/bin/sh");

  private RegistryCommand() {}

  /**
   * @throws StartupException if the registry's program is missing
   */
  static ProcessBuilder of(Path folder, int port, Path log) throws IOException {
    List<String> words = new ArrayList<>(deafToInterrupts());
    words.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx128m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"),
            // Its API needs no cache of files, which it would leave in the temporary folder.
            "-Dquarkus.vertx.caching=false",
            "-Dquarkus.vertx.classpath-resolving=false",
            "-Dquarkus.http.host=" + Ports.HOST,
            "-Dquarkus.http.port=" + port,
            // On a busy machine its start takes longer than the default of 5 s.
            "-Dquarkus.datasource.jdbc.acquisition-timeout=60",
            // Otherwise the same schema with other white space gets another id.
            "-Dregistry.ccompat.use-canonical-hash=true",
            "-cp",
            runner() + File.pathSeparator + wrapperClass(folder),
            DieWithParent.class.getName(),
            MAIN));
    ProcessBuilder command = new ProcessBuilder(words);
    // With the default write delay, a registry that is killed loses its last schemas.
    Path database = folder.resolve(DATABASE).toAbsolutePath();
    command
        .environment()
        .put(
            "REGISTRY_DATASOURCE_URL",
            "jdbc:h2:file:" + database + ";AUTO_SERVER=FALSE;WRITE_DELAY=0");
    return command
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(log.toFile());
  }

  /**
   * Returns what starts a command that ignores Ctrl-C. A terminal interrupts child processes as
   * well, but the parts of this one may still need the registry to close.
   */
  private static List<String> deafToInterrupts() {
    return Files.isExecutable(SHELL)
        ? List.of(SHELL.toString(), "-c", "trap '' INT; exec \"$@\"", "sh")
        : List.of();
  }

  private static Path runner() throws IOException {
    Path home =
        Path.of(System.getProperty("contrastream.home", ""), "target", "registry").toAbsolutePath();
    if (Files.isDirectory(home)) {
      try (DirectoryStream<Path> jars = Files.newDirectoryStream(home, "*-runner.jar")) {
        for (Path jar : jars) {
          return jar;
        }
      }
    }
    throw new StartupException(
        "The schema registry's program is missing in " + home + "; build it first: mvn package");
  }

  /** Copies the one class, because our class path would conflict with the registry's. */
  private static Path wrapperClass(Path folder) throws IOException {
    Path classes = folder.resolve("watch");
    String name = DieWithParent.class.getName().replace('.', '/') + ".class";
    Path file = classes.resolve(name);
    Files.createDirectories(file.getParent());
    try (InputStream code = DieWithParent.class.getResourceAsStream("/" + name)) {
      Files.copy(code, file, StandardCopyOption.REPLACE_EXISTING);
    }
    return classes;
  }
}
