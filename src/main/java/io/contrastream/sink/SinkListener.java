package io.contrastream.sink;

/** Gets to know what a sink does, on the sink's thread. */
public interface SinkListener {

  /** Called several times a second. */
  void progress(SinkCounts counts);

  /**
   * @param what a sentence about something that a person should know
   */
  void note(String what);
}
