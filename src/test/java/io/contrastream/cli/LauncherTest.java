package io.contrastream.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Runs the launcher with a fake Java that prints its locale. */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {
  @TempDir Path folder;

  @Test
  void shouldSelectUtf8InTheLocaleOfBareContainers() throws Exception {
    assertThat(localeOfJava("")).isEqualTo("C.UTF-8");
    assertThat(localeOfJava("C")).isEqualTo("C.UTF-8");
    assertThat(localeOfJava("POSIX")).isEqualTo("C.UTF-8");
  }

  @Test
  void shouldKeepTheUsersLocale() throws Exception {
    assertThat(localeOfJava("de_DE.UTF-8")).isEqualTo("de_DE.UTF-8");
  }

  private String localeOfJava(String locale) throws Exception {
    Path launcher = folder.resolve("contrastream");
    if (Files.notExists(launcher)) {
      Files.copy(Path.of("contrastream"), launcher);
      executable(
          "java/bin/java", "echo 'openjdk version \"17.0.1\"' >&2\nprintf %s \"$LC_CTYPE\"\n");
      Files.createDirectories(folder.resolve("target"));
      Files.createFile(folder.resolve("target/contrastream.jar"));
    }
    ProcessBuilder start = new ProcessBuilder("sh", launcher.toString());
    start.environment().keySet().removeIf(name -> name.equals("LANG") || name.startsWith("LC_"));
    start.environment().put("LC_ALL", locale);
    start.environment().put("JAVA_HOME", folder.resolve("java").toString());
    Process process = start.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    return new String(process.getInputStream().readAllBytes(), UTF_8);
  }

  private void executable(String name, String commands) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + commands);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }
}
