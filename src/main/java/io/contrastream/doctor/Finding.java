package io.contrastream.doctor;

/**
 * What a check saw.
 *
 * @param check its name
 * @param seen for people; never holds secrets
 * @param remedy what to do; empty where all is well, or nothing was seen
 */
public record Finding(String check, Result result, String seen, String remedy) {

  /** How it is. */
  public enum Result {
    OK,
    /** The program runs, but not in every respect as it should. */
    WARNING,
    /** The program, or a part of it, can't run. */
    FAILED,
    /** Nothing could be seen, because something else failed. */
    SKIPPED
  }
}
