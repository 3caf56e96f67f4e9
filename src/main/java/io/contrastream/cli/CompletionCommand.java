package io.contrastream.cli;

import java.util.concurrent.Callable;
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
  @Mixin private CommandContext context;

  @Spec private CommandSpec command;

  @Override
  public Integer call() {
    context.out().print(AutoComplete.bash(command.root().name(), command.root().commandLine()));
    context.out().flush();
    return 0;
  }
}
