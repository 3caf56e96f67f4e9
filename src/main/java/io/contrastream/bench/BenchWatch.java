package io.contrastream.bench;

/** Follows a benchmark and can stop it. Called by the thread that runs the benchmark. */
public interface BenchWatch {

  /** Reports, in one line, what begins now or what was found. */
  void say(String line);

  /**
   * Called several times a second.
   *
   * @throws InterruptedException if the benchmark should end without a result
   */
  void throwIfStopped() throws InterruptedException;
}
