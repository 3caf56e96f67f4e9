package io.contrastream.network;

import io.contrastream.config.FileFaults;
import io.contrastream.lifecycle.RootCause;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Properties;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder that DJL unpacks libtorch into.
 *
 * @param folder for libtorch of all versions
 */
record LibTorchCache(Path folder) {
  private static final Logger LOG = LoggerFactory.getLogger(LibTorchCache.class);

  /** Unpacking takes seconds, and another program may be doing it. */
  private static final Duration ABANDONED = Duration.ofMinutes(10);

  /** Returns the size of the files in the folder; 0 if it can't be read. */
  long bytes() {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.map(Path::toFile).filter(File::isFile).mapToLong(File::length).sum();
    } catch (IOException | UncheckedIOException e) {
      return 0;
    }
  }

  /**
   * Removes what interrupted starts have left. A library that was cut off would end the JVM as soon
   * as it is loaded, without an error. DJL unpacks again what is missing then.
   */
  void repair() throws IOException {
    removeAbandoned();
    Properties library = properties("/native/lib/pytorch.properties");
    String flavor = library.getProperty("flavor");
    String classifier = library.getProperty("classifier");
    Path unpacked =
        folder.resolve(library.getProperty("version") + "-" + flavor + "-" + classifier);
    if (!Files.isDirectory(unpacked)) {
      return; // also where the build has no libtorch of its own
    }
    for (String file : library.getProperty("libraries").split(",")) {
      if (isDamaged(unpacked.resolve(file), "/pytorch/" + flavor + "/" + classifier + "/" + file)) {
        LOG.warn("{} in {} is damaged, so libtorch is unpacked again", file, unpacked);
        delete(unpacked);
        return;
      }
    }
    String bridge = System.mapLibraryName("djl_torch");
    String version = properties("/jnilib/pytorch.properties").getProperty("jni_version");
    Path copy = unpacked.resolve(version.substring(version.indexOf('-') + 1) + "-" + bridge);
    if (isDamaged(copy, "/jnilib/" + classifier + "/" + flavor + "/" + bridge)) {
      Files.deleteIfExists(copy);
    }
  }

  private void removeAbandoned() throws IOException {
    Instant before = Instant.now().minus(ABANDONED);
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(folder, "tmp*")) {
      for (Path each : folders) {
        if (Files.getLastModifiedTime(each).toInstant().isBefore(before)) {
          delete(each);
        }
      }
    }
  }

  private static boolean isDamaged(Path file, String resource) throws IOException {
    URL packed = LibTorchCache.class.getResource(resource);
    return packed != null
        && (!Files.exists(file)
            || Files.size(file) != packed.openConnection().getContentLengthLong());
  }

  /** Returns nothing if there is no such resource. */
  private static Properties properties(String resource) throws IOException {
    Properties properties = new Properties();
    try (InputStream in = LibTorchCache.class.getResourceAsStream(resource)) {
      if (in != null) {
        properties.load(in);
      }
    }
    return properties;
  }

  private static void delete(Path unwanted) throws IOException {
    try (Stream<Path> files = Files.walk(unwanted)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private static boolean isMissing(String reason) {
    return reason.contains("cannot open shared object file") || reason.contains("GLIBC");
  }

  /** Returns an exception that says why libtorch did not load, and what to do. */
  ModelException explain(Throwable failure) {
    Throwable root = RootCause.of(failure);
    String reason = RootCause.message(failure);
    if (root instanceof UnsatisfiedLinkError) {
      String remedy =
          reason.contains("failed to map segment")
              ? "files there may not be executed (noexec); name another folder in the environment"
                  + " variable DJL_CACHE_DIR"
              : isMissing(reason)
                  ? "this system lacks it, or has too old a one; use a newer system, such as the"
                      + " container"
                  : "if a library of that folder is damaged, delete the folder, and it is unpacked"
                      + " again";
      return new ModelException(
          "libtorch can't be loaded from %s (%s): %s".formatted(folder, reason, remedy), failure);
    }
    if (root instanceof IOException io && !reason.contains("Offline mode")) {
      return new ModelException(
          "libtorch can't be unpacked into %s (%s): make the folder writable and free 500 MB, or name another in the environment variable DJL_CACHE_DIR"
              .formatted(folder, FileFaults.reason(io)),
          failure);
    }
    return new ModelException(
        "libtorch can't be loaded (%s): build with -Dlibtorch.classifier for this platform, for example osx-aarch64 or win-x86_64"
            .formatted(reason),
        failure);
  }
}
