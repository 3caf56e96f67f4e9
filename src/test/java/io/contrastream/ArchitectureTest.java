package io.contrastream;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who may import whom. */
class ArchitectureTest {
  private static final JavaClasses CLASSES = new ClassFileImporter().importPath("target/classes");

  /** A package may import from those before it, and from no other. */
  private static final List<String> ORDER =
      List.of(
          "config",
          "lifecycle",
          "similarity",
          "telemetry",
          "http",
          "source",
          "image",
          "caption",
          "sound",
          "encoding",
          "picture",
          "checkpoint",
          "network",
          "topic",
          "topology",
          "training",
          "processor",
          "trainer",
          "reembed",
          "sink",
          "neighbours",
          "index",
          "feed",
          "cluster",
          "dashboard",
          "monitor",
          "doctor",
          "demo",
          "bench",
          "cli");

  static Stream<String> packages() {
    return ORDER.stream();
  }

  @ParameterizedTest
  @MethodSource("packages")
  void shouldImportFromEarlierPackagesOnly(String name) {
    String[] allowed =
        IntStream.rangeClosed(0, ORDER.indexOf(name))
            .mapToObj(i -> in(ORDER.get(i)))
            .toArray(String[]::new);
    check(
        classes()
            .that(resideInAPackage(in(name)))
            .should()
            .onlyDependOnClassesThat(
                resideOutsideOfPackage("io.contrastream..")
                    .or(resideInAnyPackage(allowed))
                    .or(resideInAPackage(in("schema")))));
  }

  @Test
  void shouldHaveEveryClassInAPackageOfTheOrder() {
    assertThat(CLASSES.stream().map(JavaClass::getPackageName).distinct())
        .allMatch(
            name ->
                ORDER.stream().anyMatch(known -> name.startsWith("io.contrastream." + known))
                    || name.equals("io.contrastream.schema")
                    || name.equals("ai.djl.pytorch.jni"));
  }

  /** Subpackages count as packages of their own. */
  @Test
  void shouldHaveNoCyclesBetweenPackages() {
    check(slices().assignedFrom(new EachPackage()).should().beFreeOfCycles());
  }

  @Test
  void shouldHoldAtMostFifteenPercentOfTheCodeInOnePackage() throws IOException {
    Map<Path, Long> lines = new HashMap<>();
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
        lines.merge(file.getParent(), (long) Files.readAllLines(file).size(), Long::sum);
      }
    }

    long all = lines.values().stream().mapToLong(it -> it).sum();

    assertThat(lines).allSatisfy((folder, count) -> assertThat(count).isLessThan(all * 15 / 100));
  }

  @Test
  void shouldUseDjlInNetworkAndTrainingOnly() {
    check(
        noClasses()
            .that(
                resideOutsideOfPackage(in("network"))
                    .and(resideOutsideOfPackage(in("training")))
                    .and(resideOutsideOfPackage("ai.djl.pytorch.jni")))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("ai.djl.."));
  }

  @Test
  void shouldKeepTheNetworkOutOfTheTopology() {
    check(
        noClasses()
            .that(resideInAPackage(in("topology")))
            .should()
            .dependOnClassesThat()
            .resideInAPackage(in("network")));
  }

  @Test
  void shouldKeepTrainingApartFromTopology() {
    check(
        noClasses()
            .that(resideInAPackage(in("training")))
            .should()
            .dependOnClassesThat()
            .resideInAPackage(in("topology")));
  }

  @Test
  void shouldPrintFromTheCommandLineOnly() {
    check(noClasses().that(resideOutsideOfPackage(in("cli"))).should(ACCESS_STANDARD_STREAMS));
  }

  @Test
  void shouldLogThroughOneLibraryOnly() {
    check(noClasses().should().dependOnClassesThat().resideInAPackage("java.util.logging.."));
  }

  /** Makes a slice of each package of ours. */
  private static final class EachPackage implements SliceAssignment {
    @Override
    public SliceIdentifier getIdentifierOf(JavaClass type) {
      return type.getPackageName().startsWith("io.contrastream")
          ? SliceIdentifier.of(type.getPackageName())
          : SliceIdentifier.ignore();
    }

    @Override
    public String getDescription() {
      return "each package";
    }
  }

  private static String in(String name) {
    return "io.contrastream." + name + "..";
  }

  /** Rules hold of packages that have no class too. */
  private static void check(ArchRule rule) {
    rule.allowEmptyShould(true).check(CLASSES);
  }
}
