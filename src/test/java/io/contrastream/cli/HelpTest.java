package io.contrastream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;

/** The help of each command, on a terminal of the usual width. */
class HelpTest {
  private static final int WIDTH = 80;

  static Stream<CommandLine> commands() {
    return below(Main.commandLine().setUsageHelpAutoWidth(false));
  }

  private static Stream<CommandLine> below(CommandLine command) {
    return Stream.concat(
        Stream.of(command),
        command.getSubcommands().values().stream().distinct().flatMap(HelpTest::below));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void shouldShowAnExample(CommandLine command) {
    // when
    String help = command.getUsageMessage(Ansi.OFF);

    // then
    assertThat(help).containsPattern("Examples?:\\R  " + command.getCommandSpec().qualifiedName());
  }

  @ParameterizedTest
  @MethodSource("commands")
  void shouldFitTheTerminalWithEachExampleAsItIsTyped(CommandLine command) {
    // given
    List<String> examples = List.of(command.getCommandSpec().usageMessage().footer());

    // when
    List<String> help = command.getUsageMessage(Ansi.OFF).lines().toList();

    // then
    assertThat(help)
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(WIDTH))
        .containsAll(examples);
  }

  @ParameterizedTest
  @MethodSource("commands")
  void shouldDescribeEachOption(CommandLine command) {
    assertThat(command.getCommandSpec().options())
        .allSatisfy(option -> assertThat(option.description()).isNotEmpty());
  }

  @ParameterizedTest
  @MethodSource("commands")
  void shouldNameTheDefaultOfEachOptionThatMayBeLeftOut(CommandLine command) {
    assertThat(command.getCommandSpec().args())
        .filteredOn(argument -> argument.arity().max() > 0 && !argument.required())
        .extracting(HelpTest::description)
        .allSatisfy(text -> assertThat(text).contains("(default: "));
  }

  private static String description(ArgSpec argument) {
    return argument + ": " + String.join(" ", argument.description());
  }
}
