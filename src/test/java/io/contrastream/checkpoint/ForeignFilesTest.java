package io.contrastream.checkpoint;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForeignFilesTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    // "version https://git-lfs", "<!DOCTYPE", then magic numbers
    "76657273696f6e2068747470733a2f2f6769742d6c6673, a pointer of Git LFS; pull it",
    "3c21444f4354595045, a web page; download the file itself",
    "1f8b0800, compressed with gzip; unpack it",
    "894844460d0a1a0a, an HDF5 file",
    "934e554d50590100, an array of NumPy"
  })
  void shouldSayWhatTheFileIsAndWhatToDo(String start, String told) throws IOException {
    for (String suffix : new String[] {".safetensors", ".pt", ".bin"}) {
      Path file = folder.resolve("weights" + suffix);
      Files.write(file, Arrays.copyOf(HexFormat.of().parseHex(start), 100));

      assertRefused(file, "is " + told);
    }
  }

  @Test
  void shouldRefuseAFolder() throws IOException {
    assertRefused(Files.createDirectory(folder.resolve("model.pt")), "is a folder");
  }

  private static void assertRefused(Path file, String told) {
    assertThatThrownBy(() -> CheckpointFile.load(file))
        .isInstanceOf(CheckpointException.class)
        .hasMessageStartingWith(file + " " + told);
  }
}
