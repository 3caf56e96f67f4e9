package io.contrastream.cli.bench;

import io.contrastream.bench.BenchWatch;
import io.contrastream.cli.frame.CommandContext;
import io.contrastream.cli.frame.StopSignal;

/** Shows on standard error what a benchmark does, and lets Ctrl-C end it. */
record BenchConsole(CommandContext context, StopSignal stop) implements BenchWatch {

  @Override
  public void say(String line) {
    context.err().println(line);
  }

  @Override
  public void throwIfStopped() throws InterruptedException {
    if (stop.asked()) {
      throw new InterruptedException("Stopped by a signal");
    }
  }
}
