package io.contrastream.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import io.contrastream.cli.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** What the pages name exists. */
class DocumentationTest {
  private static final Pattern COMMAND =
      Pattern.compile("\\./contrastream(?= |$)([^\\n#;)|>&]*)", Pattern.MULTILINE);

  /** A key of the settings, with a value or without. */
  private static final Pattern KEY = Pattern.compile("([a-z]+\\.[a-z.]+)(?:[:=].*)?");

  private static final Pattern VARIABLE = Pattern.compile("CONTRASTREAM_[A-Z_]+");

  /** Variables that are not settings: of the launcher, and of the tests. */
  private static final Set<String> OTHER_VARIABLES =
      Set.of("CONTRASTREAM_JAVA_OPTS", "CONTRASTREAM_DATA");

  /** Sections whose other keys go to the clients. */
  private static final Set<String> OPEN =
      Set.of("kafka", "registry", "streams", "producer", "consumer");

  @Test
  void shouldKeepTheReadmeShort() throws IOException {
    assertThat(Files.readAllLines(Path.of("README.md"))).hasSizeLessThanOrEqualTo(130);
  }

  @Test
  void shouldLinkToFilesAndHeadingsThatExist() throws IOException {
    // given
    Stream<Page> pages =
        Stream.concat(Page.all().stream(), Stream.of(Page.read(Path.of("CHANGELOG.md"))));

    // when
    List<String> broken = findings(pages, page -> page.links().filter(link -> !leads(page, link)));

    // then
    assertThat(broken).isEmpty();
  }

  private static boolean leads(Page page, String link) {
    if (link.matches("https?://.*")) {
      return true; // tests use no network
    }
    String[] parts = link.split("#", 2);
    Path target =
        parts[0].isEmpty() ? page.file() : page.file().resolveSibling(parts[0]).normalize();
    try {
      return Files.exists(target)
          && (parts.length == 1 || Page.read(target).anchors().contains(parts[1]));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void shouldShowCommandsThatAreAccepted() throws IOException {
    // given
    Function<Page, Stream<String>> code =
        page -> Stream.of(page.blocks("sh"), page.blocks(""), page.spans()).flatMap(all -> all);

    // when
    List<String> refused =
        findings(
            Page.all().stream(), page -> code.apply(page).flatMap(DocumentationTest::refusals));

    // then
    assertThat(refused).isEmpty();
  }

  private static Stream<String> refusals(String code) {
    return COMMAND
        .matcher(code)
        .results()
        .map(command -> command.group(1))
        .flatMap(DocumentationTest::refusal);
  }

  private static Stream<String> refusal(String arguments) {
    try {
      Main.commandLine().parseArgs(words(arguments));
      return Stream.empty();
    } catch (ParameterException e) {
      return Stream.of(arguments + ": " + e.getMessage());
    }
  }

  private static String[] words(String line) {
    return Stream.of(line.replace("'", "").strip().split("\\s+"))
        .filter(word -> !word.isEmpty())
        .toArray(String[]::new);
  }

  @Test
  void shouldNameOptionsThatExist() throws IOException {
    // when
    List<String> unknown =
        findings(
            Page.all().stream(), page -> page.spans().filter(DocumentationTest::hasUnknownOption));

    // then
    assertThat(unknown).isEmpty();
  }

  /** Looks at code that begins with a command or an option of the program. */
  private static boolean hasUnknownOption(String code) {
    CommandLine program = Main.commandLine();
    String[] words = words(code);
    CommandLine named = program.getSubcommands().get(words[0]);
    if (named == null && !words[0].startsWith("--")) {
      return false;
    }
    Set<String> known =
        below(named == null ? program : named)
            .flatMap(command -> command.getCommandSpec().optionsMap().keySet().stream())
            .collect(Collectors.toSet());
    return Stream.of(words)
        .filter(word -> word.startsWith("--"))
        .anyMatch(word -> !known.contains(word.split("=")[0]));
  }

  private static Stream<CommandLine> below(CommandLine command) {
    return Stream.concat(
        Stream.of(command),
        command.getSubcommands().values().stream().flatMap(DocumentationTest::below));
  }

  @Test
  void shouldNameSettingsThatExist() throws IOException {
    // given
    Map<String, Object> file =
        new Yaml().load(Files.readString(Path.of("config/contrastream.yaml")));
    Set<String> keys =
        file.entrySet().stream()
            .flatMap(section -> keys(section.getKey(), section.getValue()))
            .collect(Collectors.toSet());
    Set<String> variables =
        keys.stream()
            .map(key -> "CONTRASTREAM_" + key.toUpperCase(Locale.ROOT).replace('.', '_'))
            .collect(Collectors.toSet());
    variables.addAll(OTHER_VARIABLES);

    // when
    List<String> unknown =
        findings(
            Page.all().stream(),
            page ->
                Stream.concat(
                    settings(page)
                        .filter(key -> file.containsKey(key.split("\\.")[0]))
                        .filter(key -> !OPEN.contains(key.split("\\.")[0]))
                        .filter(key -> !isPackage(key))
                        .filter(key -> !keys.contains(key)),
                    VARIABLE
                        .matcher(page.text())
                        .results()
                        .map(found -> found.group().replaceFirst("_FILE$", ""))
                        .filter(name -> !variables.contains(name))));

    // then
    assertThat(unknown).isEmpty();
  }

  private static boolean isPackage(String name) {
    return Files.isDirectory(Path.of("src/main/java/io/contrastream", name.split("\\.")));
  }

  private static Stream<String> keys(String name, Object content) {
    return content instanceof Map<?, ?> section
        ? section.keySet().stream().map(key -> name + "." + key)
        : Stream.of(name);
  }

  private static Stream<String> settings(Page page) {
    return page.spans().map(KEY::matcher).filter(key -> key.matches()).map(key -> key.group(1));
  }

  private static List<String> findings(Stream<Page> pages, Function<Page, Stream<String>> search) {
    return pages
        .flatMap(page -> search.apply(page).map(found -> page.file() + ": " + found))
        .toList();
  }
}
