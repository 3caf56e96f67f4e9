package io.contrastream.cli;

import io.contrastream.cli.frame.CommandContext;
import io.contrastream.config.Settings;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "completion",
    description = {
      "Print a script that lets bash and zsh complete commands and options, with keys of settings"
          + " and names of checkpoints.",
      "It works for any path to the program, such as ./contrastream."
    },
    footer = {
      "  contrastream completion",
      "  source <(./contrastream completion)",
      "  ./contrastream completion > \\",
      "    ~/.local/share/bash-completion/completions/contrastream"
    })
final class CompletionCommand implements Callable<Integer> {
  @Mixin private CommandContext context;

  @Spec private CommandSpec command;

  @Override
  public Integer call() {
    Settings settings = context.settings();
    CompletionScript script =
        new CompletionScript(Settings.keys(), settings.model().checkpointsDir());
    context.out().print(script.of(command.root().name(), Main.commandLine()));
    context.out().flush();
    return 0;
  }
}
