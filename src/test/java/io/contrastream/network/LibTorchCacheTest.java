package io.contrastream.network;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.pytorch.jni.LibUtils;
import ai.djl.util.Utils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibTorchCacheTest {
  @TempDir private Path folder;

  @Test
  void shouldRemoveALibraryThatWasCutOff() throws Exception {
    // given
    Path unpacked = unpacked();
    Files.writeString(unpacked.resolve(System.mapLibraryName("torch")), "cut");

    // when
    new LibTorchCache(folder).repair();

    // then
    assertThat(unpacked).doesNotExist();
  }

  @Test
  void shouldRemoveWhatLacksALibrary() throws Exception {
    // given
    Path unpacked = unpacked();

    // when
    new LibTorchCache(folder).repair();

    // then
    assertThat(unpacked).doesNotExist();
  }

  @Test
  void shouldRemoveWhatAKilledStartHasLeft() throws Exception {
    // given
    Path abandoned = Files.createDirectory(folder.resolve("tmp123"));
    Files.writeString(abandoned.resolve("libtorch_cpu.so"), "half of it");
    Path recent = Files.createDirectory(folder.resolve("tmp456"));
    Files.setLastModifiedTime(
        abandoned, FileTime.from(Instant.now().minus(Duration.ofMinutes(11))));

    // when
    new LibTorchCache(folder).repair();

    // then
    assertThat(abandoned).doesNotExist();
    assertThat(recent).exists();
  }

  @Test
  void shouldKeepWhatIsWhole() throws Exception {
    // given the folder in use
    LibTorch.start();
    Path inUse = Utils.getEngineCacheDir("pytorch");
    List<Path> before = files(inUse);

    // when
    new LibTorchCache(inUse).repair();

    // then
    assertThat(files(inUse)).isEqualTo(before);
  }

  @Test
  void shouldNameTheFolderAndTheCure() {
    LibTorchCache cache = new LibTorchCache(folder);

    assertThat(
            cache.explain(
                new IllegalStateException(
                    "Failed to load",
                    new UnsatisfiedLinkError(
                        "libc10.so: failed to map segment from shared object"))))
        .hasMessageContaining(folder.toString())
        .hasMessageContaining("failed to map segment")
        .hasMessageContaining("noexec")
        .hasMessageContaining("DJL_CACHE_DIR");
    assertThat(
            cache.explain(
                new IllegalStateException("", new IOException("No space left on device"))))
        .hasMessageContaining(folder + " (No space left on device)")
        .hasMessageContaining("DJL_CACHE_DIR");
    assertThat(cache.explain(new NoSuchFileException("x"))).hasMessageContaining("no such file");
    assertThat(cache.explain(new UnsatisfiedLinkError("libtorch.so: invalid ELF header")))
        .hasMessageContaining("invalid ELF header")
        .hasMessageContaining("delete the folder");
    assertThat(
            cache.explain(
                new IllegalStateException("", new IOException("Offline mode is enabled."))))
        .hasMessageContaining("-Dlibtorch.classifier");
  }

  /** Returns the folder of this build's libtorch, with nothing in it. */
  private Path unpacked() throws IOException {
    LibTorch.start();
    Path real = Path.of(LibUtils.getLibtorchPath());
    return Files.createDirectory(folder.resolve(real.getFileName()));
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.sorted().toList();
    }
  }
}
