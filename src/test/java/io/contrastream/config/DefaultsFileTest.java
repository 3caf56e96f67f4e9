package io.contrastream.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DefaultsFileTest {
  private static final Path FILE = Path.of("config/contrastream.yaml");
  private static final Pattern KEY = Pattern.compile("\\s*[a-z.]+:.*");

  @Test
  void shouldDocumentEveryKey() throws IOException {
    // given
    List<String> lines = Files.readAllLines(FILE);

    // when
    List<String> bare =
        IntStream.range(1, lines.size())
            .filter(i -> KEY.matcher(lines.get(i)).matches())
            .filter(i -> !lines.get(i - 1).strip().startsWith("#"))
            .mapToObj(lines::get)
            .toList();

    // then
    assertThat(bare).isEmpty();
  }

  @Test
  void shouldBeAValidFileOfAPersonsOwn() {
    // given
    Sources sources = new Sources(Optional.of(FILE), Map.of(), List.of());

    // when
    Settings settings = Settings.load(sources);

    // then
    assertThat(settings).isEqualTo(Settings.load(Sources.none()));
  }
}
