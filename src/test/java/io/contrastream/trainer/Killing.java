package io.contrastream.trainer;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** Runs a trainer as a process of its own and kills it at random, again and again. */
final class Killing {
  /** A trainer this far from its last step does not end before the kill comes. */
  private static final int SPARE = 5;

  private final List<String> overrides;
  private final int steps;
  private final Random random;
  private int kills;

  Killing(List<String> overrides, int steps, long seed) {
    this.overrides = overrides;
    this.steps = steps;
    random = new Random(seed);
  }

  /** Until it has been killed so many times and has then come to its last step. */
  void run(int times) throws IOException, InterruptedException {
    while (kills < times) {
      // Steps that are left are shared among the kills that are left, so that all of them happen.
      Process child = start();
      int first = nextStep(child);
      int share = Math.max(1, (steps - first) / (times - kills + 1));
      int until = first + 1 + random.nextInt(2 * share);
      boolean alive = awaitStep(child, Math.min(until, steps - SPARE));
      if (!alive) {
        throw new AssertionError("The trainer ended before it was killed; exit " + child.waitFor());
      }
      Thread.sleep(random.nextInt(60));
      child.destroyForcibly().waitFor();
      kills++;
    }
    Process last = start();
    awaitStep(last, Integer.MAX_VALUE);
    if (last.waitFor() != 0) {
      throw new AssertionError("The trainer ended with exit code " + last.waitFor());
    }
  }

  private Process start() throws IOException {
    return TrainerChild.start(List.of(), steps, overrides);
  }

  private static int nextStep(Process child) throws IOException {
    return read(reader(child));
  }

  private static boolean awaitStep(Process child, int step) throws IOException {
    BufferedReader lines = reader(child);
    int at = 0;
    while (at >= 0 && at < step) {
      at = read(lines);
    }
    return at >= 0;
  }

  /** Negative at the end. Lines that are no numbers are the log's. */
  private static int read(BufferedReader lines) throws IOException {
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.matches("\\d{1,9}")) {
        return Integer.parseInt(line);
      }
    }
    return -1;
  }

  private static BufferedReader reader(Process child) {
    return child.inputReader(StandardCharsets.UTF_8);
  }
}
