package io.contrastream;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
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
          "image",
          "similarity",
          "checkpoint",
          "model",
          "topic",
          "topology",
          "training",
          "telemetry",
          "dashboard",
          "runtime",
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

  @Test
  void shouldUseDjlInModelAndTrainingOnly() {
    check(
        noClasses()
            .that(
                resideOutsideOfPackage(in("model"))
                    .and(resideOutsideOfPackage(in("training")))
                    .and(resideOutsideOfPackage("ai.djl.pytorch.jni")))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("ai.djl.."));
  }

  @Test
  void shouldKnowOfTheModelOnlyTheEmbedderInTopology() {
    DescribedPredicate<JavaClass> embedder =
        DescribedPredicate.describe(
            "Embedder", type -> type.getName().equals("io.contrastream.encoding.Embedder"));
    check(
        noClasses()
            .that(resideInAPackage(in("topology")))
            .should()
            .dependOnClassesThat(
                resideInAPackage(in("model")).and(DescribedPredicate.not(embedder))));
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
  void shouldUseTheRegistryClientInTopicOnly() {
    check(
        noClasses()
            .that(resideOutsideOfPackage(in("topic")))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.flink.."));
  }

  @Test
  void shouldPrintFromTheCommandLineOnly() {
    check(noClasses().that(resideOutsideOfPackage(in("cli"))).should(ACCESS_STANDARD_STREAMS));
  }

  @Test
  void shouldLogThroughOneLibraryOnly() {
    check(noClasses().should().dependOnClassesThat().resideInAPackage("java.util.logging.."));
  }

  private static String in(String name) {
    return "io.contrastream." + name + "..";
  }

  /** Rules hold of packages that have no class too. */
  private static void check(ArchRule rule) {
    rule.allowEmptyShould(true).check(CLASSES);
  }
}
