package io.contrastream.cli;

import io.contrastream.cli.frame.CommandContext;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "completion",
    description = {
      "Print a script that lets bash and zsh complete commands and options.",
      "It works for any path to the program, such as ./contrastream."
    },
    footer = {
      "  contrastream completion",
      "  source <(./contrastream completion)",
      "  ./contrastream completion > \\",
      "    ~/.local/share/bash-completion/completions/contrastream"
    })
final class CompletionCommand implements Callable<Integer> {
  /** The values of an option, which picocli generates as Java names enum constants. */
  private static final Pattern VALUES = Pattern.compile("(?<=_option_args=)\\([^)]*\\)");

  @Mixin private CommandContext context;

  @Spec private CommandSpec command;

  @Override
  public Integer call() {
    String script = AutoComplete.bash(command.root().name(), Main.commandLine());
    context.out().print(VALUES.matcher(script).replaceAll(CompletionCommand::lowerCase));
    context.out().flush();
    return 0;
  }

  private static String lowerCase(MatchResult values) {
    return Matcher.quoteReplacement(values.group().toLowerCase(Locale.ROOT));
  }
}
