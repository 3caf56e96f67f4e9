package io.contrastream.cli;

import io.contrastream.runtime.bench.BenchWatch;

/** Shows on standard error what a benchmark does, and lets Ctrl-C end it. */
record BenchStatus(CommandContext context, StopSignal stop) implements BenchWatch {

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
