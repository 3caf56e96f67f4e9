package io.contrastream.checkpoint;

/** A checkpoint can't be read, written or used; the message is for the person who named it. */
public final class CheckpointException extends RuntimeException {
  private static final int LONGEST_QUOTE = 80;

  public CheckpointException(String message) {
    super(message);
  }

  public CheckpointException(String message, Throwable cause) {
    super(message, cause);
  }

  /** Text out of a file, fit to be shown: on one line, not too long, in quotes. */
  static String quoted(String text) {
    String line = text.replaceAll("\\p{Cntrl}", "?");
    return "'"
        + (line.length() > LONGEST_QUOTE ? line.substring(0, LONGEST_QUOTE) + "…" : line)
        + "'";
  }
}
