package io.contrastream.cli.monitor;

import io.contrastream.monitor.Snapshot;
import java.time.Duration;

/** Where the looks of a monitor go. One thread calls. */
interface MonitorView extends AutoCloseable {

  /** Time between two looks where nobody asks for another. */
  Duration interval();

  void show(Snapshot look);

  /** There was no look, and why. */
  void fault(String message);

  /** Whether nobody reads any more. */
  boolean isClosed();

  @Override
  void close();
}
