package io.contrastream.cluster;

import io.contrastream.lifecycle.StartupException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The command line that runs the schema registry. */
final class RegistryCommand {
  /** File name of the database, without its ending. */
  static final String DATABASE = "schemas";

  private static final String MAIN = "io.quarkus.runner.GeneratedMain";

  private RegistryCommand() {}

  /**
   * @param folder for its database
   * @param log takes what it prints
   */
  static ProcessBuilder of(Path folder, int port, Path log) throws IOException {
    ProcessBuilder command =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Dquarkus.http.host=" + Ports.HOST,
            "-Dquarkus.http.port=" + port,
            // Else white space in a schema's text makes it another schema with another id.
            "-Dregistry.ccompat.use-canonical-hash=true",
            "-cp",
            runner() + File.pathSeparator + watchClass(folder),
            DieWithParent.class.getName(),
            MAIN);
    // Without a write delay of 0 a killed registry forgets its last schemas.
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
        "The schema registry is not in " + home + "; build the program first: mvn package");
  }

  /** One class by itself: beside it, the rest of our class path would get in the registry's way. */
  private static Path watchClass(Path folder) throws IOException {
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
