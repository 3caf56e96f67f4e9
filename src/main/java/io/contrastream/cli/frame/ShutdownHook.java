package io.contrastream.cli.frame;

/** A task that runs when the JVM is told to stop, unless it was closed before. */
final class ShutdownHook implements AutoCloseable {
  private final Thread thread;

  ShutdownHook(String name, Runnable task) {
    thread = new Thread(task, name);
    Runtime.getRuntime().addShutdownHook(thread);
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(thread);
    } catch (IllegalStateException e) {
      // the JVM is shutting down; the task runs
    }
  }
}
