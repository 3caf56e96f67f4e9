package io.contrastream.documentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.contrastream.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A program as a page shows it.
 *
 * @param language of the block of code
 * @param group the consumer group in it
 * @param exitCode after {@code SIGTERM}
 */
record DocumentedProgram(String page, String language, String group, int exitCode) {
  private static final Predicate<String> IMPORT =
      Pattern.compile("^(import|from) |\\brequire\\(").asPredicate();
  private static final String OUTPUT = "output.txt";
  private static final String ERRORS = "errors.txt";
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin/java").toString();

  private static final Map<String, List<String>> INTERPRETERS =
      Map.of(
          "java",
          List.of(
              JAVA,
              "-Dlogback.configurationFile=logback-test.xml",
              "-cp",
              System.getProperty("java.class.path")),
          "python",
          List.of("python3"),
          "js",
          List.of("node"));

  /** Skips the test if the interpreter or a package that the program imports is missing. */
  void requirePackages(Path folder) throws IOException, InterruptedException {
    if (language.equals("java")) {
      return;
    }
    String imports = code().lines().filter(IMPORT).collect(Collectors.joining("\n"));
    try {
      boolean found = start(folder, imports).waitFor() == 0;
      assumeTrue(found, () -> "Packages are missing: " + read(folder.resolve(ERRORS)));
    } catch (IOException e) {
      abort("Not installed: " + e.getMessage());
    }
  }

  /**
   * Runs the program until it has printed that many lines, then stops it.
   *
   * @param replacements what to replace in the code, such as addresses; each must occur
   * @return the lines
   */
  List<String> run(Path folder, Map<String, String> replacements, int lines)
      throws IOException, InterruptedException {
    String code = code();
    for (Map.Entry<String, String> each : replacements.entrySet()) {
      assertThat(code).contains(each.getKey());
      code = code.replace(each.getKey(), each.getValue());
    }
    Path output = folder.resolve(OUTPUT);
    Process process = start(folder, code);
    try {
      Await.until(
          lines + " lines of " + this,
          () -> read(output).lines().count() >= lines || !process.isAlive());
      process.destroy();
      assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
      assertThat(process.exitValue()).as(read(folder.resolve(ERRORS))).isEqualTo(exitCode);
      return read(output).lines().toList();
    } finally {
      process.destroyForcibly();
    }
  }

  private String code() throws IOException {
    return Page.read(Path.of(page)).blocks(language).findFirst().orElseThrow();
  }

  private Process start(Path folder, String code) throws IOException {
    List<String> command = new ArrayList<>(INTERPRETERS.get(language));
    command.add(Files.writeString(folder.resolve("Embeddings." + language), code).toString());
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("PYTHONUNBUFFERED", "1");
    return builder
        .redirectOutput(folder.resolve(OUTPUT).toFile())
        .redirectError(folder.resolve(ERRORS).toFile())
        .start();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String toString() {
    return language + " in " + page;
  }
}
