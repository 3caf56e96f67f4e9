package io.contrastream.bench;

/** Who waits for a benchmark. Called by the thread that runs it. */
public interface BenchWatch {

  /** Told in one line what begins now, or what was found. */
  void say(String line);

  /**
   * Asked several times a second.
   *
   * @throws InterruptedException where the benchmark shall end without a result
   */
  void throwIfStopped() throws InterruptedException;
}
