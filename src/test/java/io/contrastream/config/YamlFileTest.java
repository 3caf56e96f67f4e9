package io.contrastream.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlFileTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'batch: [8' | , line 1: not valid YAML",
        "'a: 1\na: 2' | , line 2: not valid YAML",
        "'just words' | : must consist of keys with values",
        "'a: &a {b: *a}' | , line 1: a value contains itself",
        "'a: &a [[*a]]' | , line 1: a value contains itself",
        "'batch:\n  size: 8\nbatch.size: 16' | : sets batch.size twice, nested and with dots",
      })
  void shouldSayWhatIsWrongWithAFile(String content, String problem) throws IOException {
    // given
    Path file = Files.writeString(folder.resolve("own.yaml"), content);

    // when
    ConfigException fault = faultOf(file);

    // then
    assertThat(fault).hasMessageContaining(file + problem);
  }

  @Test
  void shouldReadNoFileWithoutEnd() throws IOException {
    // given
    Path file = Files.writeString(folder.resolve("own.yaml"), "#".repeat((1 << 20) + 1));

    // when
    ConfigException fault = faultOf(file);

    // then
    assertThat(fault).hasMessageContaining(file + ": cannot be read: it is larger than 1024 KiB");
  }

  @Test
  void shouldSayThatANamedFileIsMissing() {
    // given
    Path file = folder.resolve("none.yaml");

    // when
    ConfigException fault = faultOf(file);

    // then
    assertThat(fault).hasMessageContaining(file + ": cannot be read: no such file or folder");
  }

  private static ConfigException faultOf(Path file) {
    return catchThrowableOfType(ConfigException.class, () -> YamlFile.read(file));
  }
}
