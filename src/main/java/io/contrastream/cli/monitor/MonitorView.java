package io.contrastream.cli.monitor;

import io.contrastream.monitor.Snapshot;
import java.time.Duration;

/** Shows the updates of a monitor. Not thread-safe. */
interface MonitorView extends AutoCloseable {

  /** Returns the default time between updates. */
  Duration interval();

  void show(Snapshot look);

  /** Shows why there is no update. */
  void showError(String message);

  /** Returns whether the reader is gone. */
  default boolean isClosed() {
    return false;
  }

  @Override
  default void close() {}
}
