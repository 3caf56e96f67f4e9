package io.contrastream.checkpoint;

/** Thrown if a checkpoint can't be read, written or used; the message is for the user. */
public final class CheckpointException extends RuntimeException {
  private static final int MAX_QUOTE = 80;

  public CheckpointException(String message) {
    super(message);
  }

  public CheckpointException(String message, Throwable cause) {
    super(message, cause);
  }

  /** Returns text of a file for a message: on one line, shortened, in quotes. */
  static String quoted(String text) {
    String line = text.replaceAll("\\p{Cntrl}", "?");
    return "'" + (line.length() > MAX_QUOTE ? line.substring(0, MAX_QUOTE) + "…" : line) + "'";
  }
}
