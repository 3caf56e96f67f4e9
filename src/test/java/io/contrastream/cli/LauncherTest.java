package io.contrastream.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Runs the launcher with a fake Java. */
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

  @Test
  void shouldStartJavaWithAnArchiveOfItsClasses() throws Exception {
    // given
    install(
        "17.0.1",
        "for o; do case $o in -XX:SharedArchiveFile=*) echo \"$o\" >\"${o#*=}\";; esac; done");

    // when
    start("");

    // then
    assertThat(folder.resolve("target/contrastream.jsa"))
        .hasContent("-XX:SharedArchiveFile=" + real("target/contrastream.jsa"));
    assertThat(folder.resolve("target/contrastream.jsa.for")).content().contains(" 17.0.1");
  }

  @Test
  void shouldMakeAnotherArchiveForAnotherJava() throws Exception {
    // given
    install("17.0.1", "");
    start("");

    // when
    install("21.0.2", "");
    start("");

    // then
    assertThat(folder.resolve("target/contrastream.jsa.for")).content().contains(" 21.0.2");
  }

  /** Such as a Java that is no HotSpot. */
  @Test
  void shouldStartJavaThatMakesNoArchive() throws Exception {
    // given
    install("17.0.1", "case $1 in -X*:*) exit 1;; esac; printf '%s ' \"$@\"");

    // when
    start("");
    String second = start("");

    // then
    assertThat(second).contains("-jar").doesNotContain("SharedArchiveFile");
  }

  private String localeOfJava(String locale) throws Exception {
    install("17.0.1", "printf %s \"$LC_CTYPE\"");
    return start(locale);
  }

  private String start(String locale) throws Exception {
    ProcessBuilder start = new ProcessBuilder("sh", folder.resolve("contrastream").toString());
    start.environment().keySet().removeIf(name -> name.equals("LANG") || name.startsWith("LC_"));
    start.environment().put("LC_ALL", locale);
    start.environment().put("JAVA_HOME", folder.resolve("java").toString());
    Process process = start.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    return new String(process.getInputStream().readAllBytes(), UTF_8);
  }

  /** Installs the launcher, and a Java of the version that runs the commands. */
  private void install(String version, String commands) throws IOException {
    Files.copy(Path.of("contrastream"), folder.resolve("contrastream"), REPLACE_EXISTING);
    executable(
        "java/bin/java",
        "[ \"$*\" != -version ] || echo 'openjdk version \"%s\"' >&2\n%s\n"
            .formatted(version, commands));
    Files.createDirectories(folder.resolve("target"));
    Files.writeString(folder.resolve("target/contrastream.jar"), "");
  }

  private Path real(String file) throws IOException {
    return folder.toRealPath().resolve(file);
  }

  private void executable(String name, String commands) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + commands);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }
}
