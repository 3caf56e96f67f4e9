package io.contrastream.cli.output;

import io.contrastream.cli.frame.CommandContext;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/** A command that prints its result as text or JSON. */
public abstract class JsonCommand implements Callable<Integer> {
  @Mixin protected CommandContext context;
  @Mixin protected JsonOption json;
}
