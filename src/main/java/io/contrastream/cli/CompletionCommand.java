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

/** Teaches shells. */
@Command(
    name = "completion",
    description = {
      "Prints a script by which bash and zsh complete commands and options.",
      "It holds for any path to the program, such as ./contrastream."
    },
    footer = {
      "  contrastream completion",
      "  source <(./contrastream completion)",
      "  ./contrastream completion > ~/.local/share/bash-completion/completions/contrastream"
    })
final class CompletionCommand implements Callable<Integer> {
  /** What an option takes; those of an enum are generated as Java writes them. */
  private static final Pattern WORDS = Pattern.compile("(?<=_option_args=)\\([^)]*\\)");

  @Mixin private CommandContext context;

  @Spec private CommandSpec command;

  @Override
  public Integer call() {
    String script = AutoComplete.bash(command.root().name(), command.root().commandLine());
    context.out().print(WORDS.matcher(script).replaceAll(CompletionCommand::asPeopleWriteThem));
    context.out().flush();
    return 0;
  }

  private static String asPeopleWriteThem(MatchResult words) {
    return Matcher.quoteReplacement(words.group().toLowerCase(Locale.ROOT));
  }
}
