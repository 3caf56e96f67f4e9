package io.contrastream.lifecycle;

/** Finds what an exception was caused by in the first place. */
public final class RootCause {
  private RootCause() {}

  /** Returns the last exception of the chain of causes. */
  public static Throwable of(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  /** Returns the message of the root cause, or its class name if it has no message. */
  public static String message(Throwable failure) {
    Throwable root = of(failure);
    return root.getMessage() == null ? root.toString() : root.getMessage();
  }
}
