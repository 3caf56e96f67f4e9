package io.contrastream.cli.frame;

import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that only groups others: prints its help. */
public abstract class CommandGroup implements Callable<Integer> {
  @Spec private CommandSpec command;

  @Override
  public final Integer call() {
    command.commandLine().usage(command.commandLine().getErr());
    return ExitCode.USAGE;
  }
}
